/// The transport `watch`.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.transport.watch {
    requires de.containerconf.postgresql.api;
    requires static transitive org.jspecify;
}
