package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.ObjectSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A sink that holds what a transport makes of the world. Readable by other threads.
public final class RecordingSink implements ObjectSink {

    private final Map<ObjectKey, PostgreSQLConfig> objects = new TreeMap<>();
    private final List<PostgreSQLConfig> seen = new ArrayList<>();
    private int lists;
    private int smallest = Integer.MAX_VALUE;

    /// Empty.
    public RecordingSink() {}

    @Override
    public synchronized void replace(Collection<PostgreSQLConfig> all) {
        lists++;
        smallest = Math.min(smallest, all.size());
        objects.clear();
        all.forEach(this::upsert);
    }

    @Override
    public synchronized void upsert(PostgreSQLConfig object) {
        objects.put(object.key(), object);
        seen.add(object);
    }

    @Override
    public synchronized void remove(ObjectKey key, String uid) {
        if (objects.containsKey(key) && objects.get(key).uid().equals(uid)) {
            objects.remove(key);
        }
    }

    /// The object as it is known.
    public synchronized Optional<PostgreSQLConfig> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /// All objects as they are known.
    public synchronized Map<ObjectKey, PostgreSQLConfig> all() {
        return Map.copyOf(objects);
    }

    /// Every state of an object that came, in this order.
    public synchronized List<PostgreSQLConfig> seen(ObjectKey key) {
        return seen.stream().filter(object -> object.key().equals(key)).toList();
    }

    /// How many complete lists came.
    public synchronized int lists() {
        return lists;
    }

    /// The size of the smallest of them.
    public synchronized int smallest() {
        return smallest;
    }
}
