open module micrometer.registry.prometheus {
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.metrics.tracer.common;
    requires io.prometheus.writer.text;
    requires micrometer.commons;
    requires micrometer.core;

    // Annotations: nothing reads them at run time.
    requires static org.jspecify;

    exports io.micrometer.prometheusmetrics;
}
