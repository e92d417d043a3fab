package de.containerconf.postgresql.api.database;

import io.micrometer.core.instrument.MeterRegistry;

/// A way to talk to PostgreSQL. Declared with `provides … with` in a module descriptor; chosen by
/// `--backend <id>`.
public interface DatabaseOpsProvider {

    /// The name in settings: `[a-z][a-z0-9-]*`, unique among providers of this kind.
    String id();

    /// One line for people.
    String description();

    /// Prepares access without connecting: a server that is down must not stop the operator.
    ///
    /// @throws IllegalArgumentException if an option is unknown or wrong; the message names it and
    ///   what is allowed
    DatabaseOps open(BackendSettings settings, Fence fence, MeterRegistry meters);
}
