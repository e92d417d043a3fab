package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Proc.Party;
import java.time.Duration;
import java.util.Map;

/// One measurement of creating databases.
///
/// @param databases until all exist with their owners
/// @param ready until all objects are Ready; for plain SQL the same as `databases`
/// @param cpu time on processors, until then
record Sample(Duration databases, Duration ready, Map<Party, Duration> cpu) {

    /// Its time until all databases exist, to that of another one.
    double ratioTo(Sample baseline) {
        return (double) databases.toNanos() / baseline.databases.toNanos();
    }

    /// What one used.
    Duration cpu(Party party) {
        return cpu.getOrDefault(party, Duration.ZERO);
    }

    @Override
    public String toString() {
        return "%.3f s (Ready %.3f s, CPU %s)"
                .formatted(databases.toNanos() / 1e9, ready.toNanos() / 1e9, cpu);
    }
}
