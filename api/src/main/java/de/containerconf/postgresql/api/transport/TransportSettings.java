package de.containerconf.postgresql.api.transport;

import java.time.Duration;
import java.util.Map;

/// Settings of a transport.
///
/// @param pollInterval the time between two lists, for transports that poll; positive
/// @param options further settings, from `--option <id>.<key>=<value>`
public record TransportSettings(Duration pollInterval, Map<String, String> options) {

    public TransportSettings {
        options = Map.copyOf(options);
    }
}
