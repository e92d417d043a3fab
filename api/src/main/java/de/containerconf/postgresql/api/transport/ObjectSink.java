package de.containerconf.postgresql.api.transport;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.util.Collection;

/// Where the objects of one scope go. One per scope, shared by every transport, so that all behave
/// alike. Calls return at once. For one thread.
public interface ObjectSink {

    /// Takes a complete list: what is missing from it, or has another uid, is gone. Never call it
    /// with less.
    void replace(Collection<PostgreSQLConfig> all);

    /// Takes one object that appeared or changed. An object already known in this version changes
    /// nothing.
    void upsert(PostgreSQLConfig object);

    /// Forgets one object, unless another with the same name has taken its place.
    void remove(ObjectKey key, String uid);
}
