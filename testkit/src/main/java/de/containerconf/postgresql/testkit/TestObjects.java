package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The objects of one namespace in memory, as a transport sees them: with versions, with a history
/// to watch, and with faults on order. Thread-safe.
public final class TestObjects implements ObjectSource {

    private static final String NAMESPACE = "test";
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<ObjectKey, PostgreSQLConfig> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final Set<Stream> streams = new HashSet<>();
    private @Nullable SourceException failure;
    private int version = 1;
    private int forgotten = 1;
    private int requests;

    /// No objects.
    public TestObjects() {}

    // ---- what people do ----

    /// The key of the object of that name.
    public static ObjectKey key(String name) {
        return new ObjectKey(NAMESPACE, name);
    }

    /// Creates an object, with a uid of its own.
    public synchronized void create(String name, String owner) {
        put(key(name), UUID.randomUUID().toString(), 1, owner);
    }

    /// Changes an object that is there.
    public synchronized void setOwner(String name, String owner) {
        var object = Objects.requireNonNull(objects.get(key(name)), name);
        put(object.key(), object.uid(), object.generation() + 1, owner);
    }

    /// Deletes an object that is there.
    public synchronized void delete(String name) {
        var object = Objects.requireNonNull(objects.remove(key(name)), name);
        tell(new Change.Removed(object.key(), object.uid(), next()));
    }

    /// All objects as they are.
    public synchronized Map<ObjectKey, PostgreSQLConfig> all() {
        return Map.copyOf(objects);
    }

    // ---- what goes wrong ----

    /// Fails every request from now on, and ends the watches.
    public synchronized void fail(SourceException reason) {
        failure = reason;
        notifyAll();
    }

    /// Answers again, after [#fail].
    public synchronized void recover() {
        failure = null;
    }

    /// Ends the watches, as servers do every few minutes.
    public synchronized void endWatches() {
        streams.clear();
        notifyAll();
    }

    /// Forgets the history: from no version before this one can be watched any more.
    public synchronized void forget() {
        forgotten = version;
    }

    /// How many requests there were.
    public synchronized int requests() {
        return requests;
    }

    // ---- what a transport sees ----

    @Override
    public synchronized Listing list() throws SourceException {
        requests++;
        failIfOrdered();
        return new Listing(List.copyOf(objects.values()), String.valueOf(version));
    }

    @Override
    public synchronized Changes watch(String resourceVersion) throws SourceException {
        requests++;
        failIfOrdered();
        var from = Integer.parseInt(resourceVersion);
        if (from < forgotten) {
            throw new SourceException.Expired("too old resource version: " + from);
        }
        var stream = new Stream(from);
        streams.add(stream);
        return stream;
    }

    private void failIfOrdered() throws SourceException {
        if (failure != null) {
            throw failure;
        }
    }

    private void put(ObjectKey key, String uid, long generation, String owner) {
        var object =
                new PostgreSQLConfig(
                        key,
                        uid,
                        next(),
                        generation,
                        BEGIN,
                        null,
                        List.of(),
                        Map.of(),
                        new PostgreSQLConfig.Spec(key.name(), owner, null),
                        PostgreSQLConfig.Status.NONE,
                        List.of());
        objects.put(key, object);
        tell(new Change.Upserted(object));
    }

    private String next() {
        return String.valueOf(++version);
    }

    private void tell(Change change) {
        history.add(change);
        notifyAll();
    }

    /// One watch. Its state belongs to the lock of all.
    private final class Stream implements Changes {

        private int from;

        private Stream(int from) {
            this.from = from;
        }

        @Override
        public Optional<Change> next() throws SourceException, InterruptedException {
            synchronized (TestObjects.this) {
                while (true) {
                    failIfOrdered();
                    if (!streams.contains(this)) {
                        return Optional.empty();
                    }
                    for (var change : history) {
                        var at = Integer.parseInt(change.resourceVersion());
                        if (at > from) {
                            from = at;
                            return Optional.of(change);
                        }
                    }
                    TestObjects.this.wait();
                }
            }
        }

        @Override
        public void close() {
            synchronized (TestObjects.this) {
                streams.remove(this);
            }
        }
    }
}
