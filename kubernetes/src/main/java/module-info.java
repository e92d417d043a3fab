/// The only module that sees the official Kubernetes client.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.kubernetes {
    requires transitive de.containerconf.postgresql.api;
    requires transitive de.containerconf.postgresql.controller;
    requires static transitive org.jspecify;
}
