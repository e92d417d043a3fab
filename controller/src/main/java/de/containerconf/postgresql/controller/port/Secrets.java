package de.containerconf.postgresql.controller.port;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.util.Optional;

/// Reads and writes single Secrets, live: nobody lists or watches them. Thread-safe. One try each;
/// repetition is up to the caller. Each method can throw each [ClusterFailure].
public interface Secrets {

    /// Reads a Secret as it is on the server now.
    Optional<StoredSecret> read(ObjectKey key);

    /// Creates a Secret that belongs to the object, and goes with it.
    ///
    /// @throws ClusterFailure.Outdated if there is one of that name by now
    void create(PostgreSQLConfig owner, SecretContent content);

    /// Sets what the content holds, and leaves everything else.
    ///
    /// @throws ClusterFailure.Outdated if it was changed since it was read
    void patch(StoredSecret stored, SecretContent content);
}
