package de.containerconf.postgresql.transport.watch;

import de.containerconf.postgresql.api.transport.Transport;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import io.micrometer.core.instrument.MeterRegistry;

/// Opens the transport `watch`.
public final class WatchTransportProvider implements TransportProvider {

    @Override
    public String id() {
        return "watch";
    }

    @Override
    public String description() {
        return "lists the objects once, then follows every change (watch)";
    }

    @Override
    public Transport open(TransportSettings settings, MeterRegistry meters) {
        if (!settings.options().isEmpty()) {
            throw new IllegalArgumentException(
                    "the transport 'watch' has no options, so not %s"
                            .formatted(String.join(", ", settings.options().keySet())));
        }
        return new WatchTransport(meters);
    }
}
