package de.containerconf.postgresql.controller.port;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.util.Optional;

/// Reads and writes single objects, live. Thread-safe. One try each, with a time limit; repetition
/// is up to the caller.
///
/// Every write has the `resourceVersion` of the given object as its precondition, because a uid
/// guards nothing on the status subresource. Each method can throw each [ClusterFailure].
public interface ConfigObjects {

    /// Reads an object as it is on the server now.
    Optional<PostgreSQLConfig> read(ObjectKey key);

    /// Adds our finalizer beside those of others.
    ///
    /// @return the object as it is stored now
    PostgreSQLConfig addFinalizer(PostgreSQLConfig object);

    /// Removes our finalizer, and no other.
    ///
    /// @return the object as it is stored now; empty if that was the last thing that held it, or if
    ///   it is gone already
    Optional<PostgreSQLConfig> removeFinalizer(PostgreSQLConfig object);

    /// Replaces the status. Its conditions are the whole list: those of other writers must be among
    /// them.
    ///
    /// @return the object as it is stored now; an older CRD can have pruned a part of the status
    PostgreSQLConfig writeStatus(PostgreSQLConfig object, PostgreSQLConfig.Status status);
}
