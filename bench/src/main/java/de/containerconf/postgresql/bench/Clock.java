package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Proc.Party;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Measures time, on the wall and on processors.
record Clock(long begin, Map<Party, Duration> before) {

    /// @param operator its process, or 0 while there is none
    static Clock start(long operator) {
        var cpu = Proc.cpu(operator);
        return new Clock(System.nanoTime(), cpu);
    }

    /// Since the start.
    Duration time() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /// What each has used of the processors since the start.
    Map<Party, Duration> cpu(long operator) {
        var difference = new EnumMap<Party, Duration>(Party.class);
        Proc.cpu(operator)
                .forEach((party, time) ->
                        difference.put(
                                party, time.minus(before.getOrDefault(party, Duration.ZERO))));
        return difference;
    }
}
