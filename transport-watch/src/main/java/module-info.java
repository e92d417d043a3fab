/// The transport `watch`.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.transport.watch {
    requires de.containerconf.postgresql.api;
    requires static transitive org.jspecify;

    provides de.containerconf.postgresql.api.transport.TransportProvider with
            de.containerconf.postgresql.transport.watch.WatchTransportProvider;
}
