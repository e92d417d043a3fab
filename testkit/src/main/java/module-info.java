/// What tests of the operator and of its plug-ins run against.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.testkit {
    requires transitive de.containerconf.postgresql.api;
    requires transitive de.containerconf.postgresql.devcluster;
    requires transitive org.junit.jupiter.api;
    requires awaitility;
    requires com.github.dockerjava.api;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.params;
    requires testcontainers;
    requires transitive com.google.gson;
    requires transitive java.net.http;
    requires static transitive org.jspecify;
    requires transitive java.sql;

    exports de.containerconf.postgresql.testkit;
}
