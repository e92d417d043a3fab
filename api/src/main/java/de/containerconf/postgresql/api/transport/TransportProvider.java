package de.containerconf.postgresql.api.transport;

import io.micrometer.core.instrument.MeterRegistry;

/// A way to follow the objects. Declared with `provides … with` in a module descriptor; chosen by
/// `--transport <id>`.
public interface TransportProvider {

    /// The name in settings: `[a-z][a-z0-9-]*`, unique among providers of this kind.
    String id();

    /// One line for people.
    String description();

    /// Makes a transport for one scope.
    ///
    /// @throws IllegalArgumentException if an option is unknown or wrong; the message names it and
    ///   what is allowed
    Transport open(TransportSettings settings, MeterRegistry meters);
}
