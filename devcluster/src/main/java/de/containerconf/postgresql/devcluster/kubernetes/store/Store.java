package de.containerconf.postgresql.devcluster.kubernetes.store;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All objects of a cluster, as etcd has them: one counter of resourceVersions, and one writer at a
/// time. Thread-safe. With a folder the objects survive the process.
public final class Store implements AutoCloseable {

    private static final int HISTORY = 10_000;
    private static final int MAX_BYTES = 1_572_864;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ObjectCollection> collections = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong(1);
    private final @Nullable Journal journal;

    /// An object over 1.5 MiB, the `--max-request-bytes` of etcd.
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("etcdserver: request is too large");
        }
    }

    /// Opens what the folder holds, or an empty store.
    ///
    /// @param directory where to keep the objects, or null for in memory only
    /// @throws IOException if the folder cannot be read and written
    public Store(@Nullable Path directory) throws IOException {
        journal = directory == null ? null : new Journal(directory);
        if (journal != null) {
            revision.set(
                    journal.load(
                            (storage, json) -> collection(storage).put(new StoredObject(json))));
            collections.values().forEach(each -> each.replace(newHistory()));
        }
    }

    /// The resourceVersion of the last write to anything.
    public long revision() {
        return revision.get();
    }

    /// Counts a write to something that is not stored, such as the API server's own lease.
    public void tick() {
        locked(revision::incrementAndGet);
    }

    /// The objects of a kind, `<group>/<plural>`.
    public ObjectCollection collection(String storage) {
        return collections.computeIfAbsent(storage, _ -> new ObjectCollection(newHistory()));
    }

    /// The names of all kinds that were ever used.
    public Iterable<String> storages() {
        return collections.keySet();
    }

    /// Does something while nobody else writes.
    public <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Stores a new state, under a new resourceVersion that is written into the tree. Only within
    /// [#locked].
    ///
    /// @param json a tree that nobody else knows
    /// @throws TooLargeException if it is larger than etcd takes
    public StoredObject put(String storage, JsonObject json) {
        return put(storage, json, false);
    }

    /// The same for an object that has defaults which are not stored yet: see
    /// [StoredObject#incomplete].
    public StoredObject put(String storage, JsonObject json, boolean incomplete) {
        var stored = stamp(json, incomplete);
        if (stored.bytes().length > MAX_BYTES) {
            throw new TooLargeException();
        }
        var collection = collection(storage);
        var before = collection.get(stored.key()).orElse(null);
        if (journal != null) {
            journal.put(storage, stored);
        }
        collection.put(stored);
        var kind = before == null ? Change.Kind.ADDED : Change.Kind.MODIFIED;
        collection.history().append(new Change(kind, stored, before));
        return stored;
    }

    /// Removes an object. Only within [#locked].
    ///
    /// @param last its last state, a tree that nobody else knows
    public StoredObject remove(String storage, JsonObject last) {
        var stored = stamp(last, false);
        var collection = collection(storage);
        var before = collection.get(stored.key()).orElse(null);
        if (journal != null) {
            journal.remove(storage, stored);
        }
        collection.remove(stored.key());
        collection.history().append(new Change(Change.Kind.DELETED, stored, before));
        return stored;
    }

    /// Replaces the tree of an object by another one of the same version, without an event: other
    /// defaults, for instance. Only within [#locked].
    public void rewrite(String storage, JsonObject json) {
        collection(storage).put(new StoredObject(json, true));
    }

    private StoredObject stamp(JsonObject json, boolean incomplete) {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("writes happen within locked()");
        }
        json.getAsJsonObject("metadata")
                .addProperty("resourceVersion", Long.toString(revision.incrementAndGet()));
        return new StoredObject(json, incomplete);
    }

    /// Ends all watches of a kind; from then on nothing that happened before can be watched.
    public void endHistory(String storage) {
        locked(() -> {
            revision.incrementAndGet();
            var ended = collection(storage).history();
            collection(storage).replace(newHistory());
            ended.close();
            return ended;
        });
    }

    /// Ends the history of every kind, as the restart of an API server does.
    public void endHistories() {
        collections.keySet().forEach(this::endHistory);
    }

    /// Forgets what happened, but lets running watches go on, as when too much happened.
    public void compact() {
        locked(() -> {
            var now = revision.incrementAndGet();
            collections.values().forEach(each -> each.history().compact(now));
            return now;
        });
    }

    private History newHistory() {
        return new History(revision.get(), HISTORY);
    }

    /// The object with that name.
    public Optional<StoredObject> get(String storage, Key key) {
        return collection(storage).get(key);
    }

    /// Writes what a next process needs, if there is a folder.
    @Override
    public void close() throws IOException {
        if (journal != null) {
            lock.lock();
            try {
                journal.close(revision.get(), collections);
            } finally {
                lock.unlock();
            }
        }
    }
}
