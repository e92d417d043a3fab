package de.containerconf.postgresql.controller.port;

/// Tells what becomes of the kind `PostgreSQLConfig` itself. Thread-safe.
public interface KindState {

    /// Whether the custom resource definition is being deleted, asked live. Its deletion deletes
    /// every object, so that a single command could drop every database.
    ///
    /// @throws ClusterFailure if the answer cannot be had
    boolean terminating();
}
