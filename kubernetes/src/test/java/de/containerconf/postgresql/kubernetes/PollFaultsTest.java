package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.transport.poll.PollTransportProvider;

@EveryApiServer
class PollFaultsTest extends ApiFaults {

    @Override
    TransportProvider provider() {
        return new PollTransportProvider();
    }

    /// One an interval, however they end.
    @Override
    double mostRequests(int failures) {
        return RECOVERY.dividedBy(INTERVAL);
    }
}
