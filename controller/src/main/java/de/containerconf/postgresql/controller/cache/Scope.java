package de.containerconf.postgresql.controller.cache;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.ObjectSink;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The sink of one scope: whatever the transport, its objects come into the cache through here. For
/// one thread, but for [#listed].
public final class Scope implements ObjectSink {

    private final ObjectCache cache;
    private final @Nullable String namespace;
    private final Runnable onList;
    private volatile boolean listed;

    /// @param namespace the scope; null for all namespaces
    /// @param onList called after the first complete list
    public Scope(ObjectCache cache, @Nullable String namespace, Runnable onList) {
        this.cache = cache;
        this.namespace = namespace;
        this.onList = onList;
    }

    @Override
    public void replace(Collection<PostgreSQLConfig> all) {
        cache.replace(namespace, all);
        if (!listed) {
            listed = true;
            onList.run();
        }
    }

    @Override
    public void upsert(PostgreSQLConfig object) {
        cache.upsert(object);
    }

    @Override
    public void remove(ObjectKey key, String uid) {
        cache.forget(key, uid);
    }

    /// Whether a complete list has come.
    public boolean listed() {
        return listed;
    }
}
