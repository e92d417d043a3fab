package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.transport.watch.WatchTransportProvider;

@EveryApiServer
class WatchFaultsTest extends ApiFaults {

    @Override
    TransportProvider provider() {
        return new WatchTransportProvider();
    }

    /// The failures, and after each at most a list and a watch.
    @Override
    double mostRequests(int failures) {
        return 3 * failures + 2;
    }
}
