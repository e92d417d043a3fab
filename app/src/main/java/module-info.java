/// The operator as a program.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.app {
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires de.containerconf.postgresql.api;
    requires de.containerconf.postgresql.controller;
    requires de.containerconf.postgresql.kubernetes;
    requires info.picocli;
    requires java.management;
    requires jdk.httpserver;
    requires jul.to.slf4j;
    requires micrometer.registry.prometheus;
    requires static transitive org.jspecify;
    requires org.slf4j;

    // The settings are filled by reflection.
    opens de.containerconf.postgresql.app to
            info.picocli;
    opens de.containerconf.postgresql.app.settings to
            info.picocli;

    uses de.containerconf.postgresql.api.database.DatabaseOpsProvider;
    uses de.containerconf.postgresql.api.resource.ResourceProvider;
    uses de.containerconf.postgresql.api.transport.TransportProvider;
}
