/// Measurements of the assembled product, never in the image.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.bench {
    requires com.google.gson;
    requires de.containerconf.postgresql.api;
    requires de.containerconf.postgresql.devcluster;
    requires de.containerconf.postgresql.testkit;
    requires java.management;
    requires java.net.http;
    requires java.sql;
    requires static org.jspecify;
}
