package de.containerconf.postgresql.controller.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Counts and times passes, by how they ended.
public final class PassMetrics {

    private static final List<String> RESULTS =
            List.of("done", "waiting", "rejected", "outdated", "error");

    private final Map<String, Timer> timers;

    /// Registers the series, at 0.
    public PassMetrics(MeterRegistry meters) {
        timers =
                RESULTS.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Function.identity(),
                                        result ->
                                                Timer.builder("operator.reconcile")
                                                        .description("Passes over an object")
                                                        .tag("result", result)
                                                        .register(meters)));
    }

    void record(String result, Duration duration) {
        Objects.requireNonNull(timers.get(result), result).record(duration);
    }
}
