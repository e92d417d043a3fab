package de.containerconf.postgresql.transport.poll;

import de.containerconf.postgresql.api.transport.Transport;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import io.micrometer.core.instrument.MeterRegistry;

/// Opens the transport `poll`.
public final class PollTransportProvider implements TransportProvider {

    @Override
    public String id() {
        return "poll";
    }

    @Override
    public String description() {
        return "lists the objects again and again (--poll-interval)";
    }

    @Override
    public Transport open(TransportSettings settings, MeterRegistry meters) {
        if (!settings.options().isEmpty()) {
            throw new IllegalArgumentException(
                    "the transport 'poll' has no options, so not %s"
                            .formatted(String.join(", ", settings.options().keySet())));
        }
        if (!settings.pollInterval().isPositive()) {
            throw new IllegalArgumentException("poll-interval must be more than 0");
        }
        return new PollTransport(settings.pollInterval(), meters);
    }
}
