open module micrometer.observation {
    requires micrometer.commons;

    // Annotations: nothing reads them at run time.
    requires static org.jspecify;

    exports io.micrometer.observation;
    exports io.micrometer.observation.annotation;
    exports io.micrometer.observation.aop;
    exports io.micrometer.observation.contextpropagation;
    exports io.micrometer.observation.docs;
    exports io.micrometer.observation.transport;
}
