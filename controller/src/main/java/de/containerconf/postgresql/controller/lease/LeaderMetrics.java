package de.containerconf.postgresql.controller.lease;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/// Who leads, as metrics have it.
public final class LeaderMetrics {

    private LeaderMetrics() {}

    /// For a process that needs no leave of others.
    public static void registerAlone(MeterRegistry meters) {
        register(meters, () -> true);
    }

    /// For a process that needs the lease.
    ///
    /// @param leads whether this process may act
    /// @return counts how often it began to lead
    static Counter register(MeterRegistry meters, BooleanSupplier leads) {
        Gauge.builder("operator.leader", () -> leads.getAsBoolean() ? 1 : 0)
                .description("Whether this process may act")
                .register(meters);
        return Counter.builder("operator.leader.transitions")
                .description("How often this process began to lead")
                .register(meters);
    }
}
