package de.containerconf.postgresql.transport.watch;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.TransportContract;

/// What every transport owes to its sink.
class WatchContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new WatchTransportProvider();
    }
}
