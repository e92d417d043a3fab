open module micrometer.commons {
    requires java.logging;

    // It logs with SLF4J where that is; the other has annotations.
    requires static org.jspecify;
    requires static org.slf4j;

    exports io.micrometer.common;
    exports io.micrometer.common.annotation;
    exports io.micrometer.common.docs;
    exports io.micrometer.common.lang;
    exports io.micrometer.common.lang.internal;
    exports io.micrometer.common.util;
    exports io.micrometer.common.util.internal.logging;
}
