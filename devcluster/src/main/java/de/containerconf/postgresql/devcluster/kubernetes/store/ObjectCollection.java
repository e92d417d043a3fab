package de.containerconf.postgresql.devcluster.kubernetes.store;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The objects of one kind and their history. Reading one is free; a consistent list, and every
/// write, holds the lock of the [Store].
public final class ObjectCollection {

    private final NavigableMap<Key, StoredObject> objects = new ConcurrentSkipListMap<>();
    private volatile History history;

    ObjectCollection(History history) {
        this.history = history;
    }

    public Optional<StoredObject> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    /// All objects, or those of a namespace, in the order of lists.
    public List<StoredObject> list(String namespace) {
        return List.copyOf(namespace.isEmpty() ? objects.values() : within(namespace).values());
    }

    private NavigableMap<Key, StoredObject> within(String namespace) {
        return objects.subMap(new Key(namespace, ""), true, new Key(namespace + "\0", ""), false);
    }

    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /// The history to watch; another one after [Store#endHistory].
    public History history() {
        return history;
    }

    void put(StoredObject object) {
        objects.put(object.key(), object);
    }

    void remove(Key key) {
        objects.remove(key);
    }

    void replace(History next) {
        history = next;
    }
}
