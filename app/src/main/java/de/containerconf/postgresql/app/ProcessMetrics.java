package de.containerconf.postgresql.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/// What the process itself needs and is.
final class ProcessMetrics {

    private ProcessMetrics() {}

    static void register(MeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge.builder("operator.info", () -> 1)
                .description("Always 1; the version is in the tag")
                .tag("version", VersionCommand.version())
                .register(meters);
    }
}
