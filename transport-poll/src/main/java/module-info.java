/// The transport `poll`.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.transport.poll {
    requires de.containerconf.postgresql.api;
    requires static transitive org.jspecify;
}
