package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.ObjectSink;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A sink that holds what a transport makes of the world. Readable by other threads.
final class World implements ObjectSink {

    private final Map<ObjectKey, PostgreSQLConfig> objects = new TreeMap<>();
    private int lists;
    private int smallest = Integer.MAX_VALUE;

    @Override
    public synchronized void replace(Collection<PostgreSQLConfig> all) {
        lists++;
        smallest = Math.min(smallest, all.size());
        objects.clear();
        all.forEach(object -> objects.put(object.key(), object));
    }

    @Override
    public synchronized void upsert(PostgreSQLConfig object) {
        objects.put(object.key(), object);
    }

    @Override
    public synchronized void remove(ObjectKey key, String uid) {
        if (objects.containsKey(key) && objects.get(key).uid().equals(uid)) {
            objects.remove(key);
        }
    }

    synchronized Optional<PostgreSQLConfig> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    synchronized Map<ObjectKey, PostgreSQLConfig> all() {
        return Map.copyOf(objects);
    }

    /// How many complete lists came.
    synchronized int lists() {
        return lists;
    }

    /// The size of the smallest of them.
    synchronized int smallest() {
        return smallest;
    }
}
