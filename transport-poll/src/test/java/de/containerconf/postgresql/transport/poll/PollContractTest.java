package de.containerconf.postgresql.transport.poll;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.TransportContract;

/// What every transport owes to its sink.
class PollContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new PollTransportProvider();
    }
}
