package de.containerconf.postgresql.controller.cache;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.queue.Cause;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The objects as the cluster last showed them, in watches, lists and answers to our own writes.
/// Thread-safe.
public final class ObjectCache {

    private final Map<ObjectKey, PostgreSQLConfig> objects = new HashMap<>();
    private final Index byDatabase = new Index(PostgreSQLConfig.Spec::database);
    private final Index byOwner = new Index(PostgreSQLConfig.Spec::owner);

    /// Objects in a version that came as the answer to a request of our own, and not yet by the
    /// transport.
    private final Set<ObjectKey> ahead = new HashSet<>();

    /// Objects that are being written by us, and whether the transport has brought a version of
    /// them meanwhile.
    private final Map<ObjectKey, Boolean> beingWritten = new HashMap<>();

    private final BiConsumer<ObjectKey, Cause> wake;

    /// @param wake called for each object that may need a pass; must return at once
    public ObjectCache(BiConsumer<ObjectKey, Cause> wake) {
        this.wake = wake;
    }

    /// The object, as last seen.
    public synchronized Optional<PostgreSQLConfig> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /// All objects, as last seen.
    public synchronized List<PostgreSQLConfig> all() {
        return List.copyOf(objects.values());
    }

    /// Asks for a pass over each object that does not say that all is well.
    public synchronized void wakeUnsettled() {
        objects.values().stream()
                .filter(each -> !settled(each))
                .forEach(each -> wake.accept(each.key(), Cause.CHANGED));
    }

    /// The other objects that name the same database.
    public synchronized List<PostgreSQLConfig> rivals(PostgreSQLConfig object) {
        return others(byDatabase, object).toList();
    }

    /// Another object that names the same owner and is not being deleted: the first by its key.
    public synchronized Optional<PostgreSQLConfig> sharer(PostgreSQLConfig object) {
        return others(byOwner, object)
                .filter(each -> !each.deleting())
                .min(Comparator.comparing(PostgreSQLConfig::key));
    }

    /// Writes an object and takes the answer. The transport is often faster and brings what we
    /// write before the answer does, which tells that it is no news: nobody is woken before it is
    /// there.
    ///
    /// @param request refused if the object has changed
    /// @return the answer
    public PostgreSQLConfig write(
            PostgreSQLConfig object, UnaryOperator<PostgreSQLConfig> request) {
        begin(object.key());
        PostgreSQLConfig stored = null;
        try {
            stored = request.apply(object);
            return stored;
        } finally {
            end(object.key(), stored);
        }
    }

    private synchronized void begin(ObjectKey key) {
        beingWritten.put(key, false);
    }

    private synchronized void end(ObjectKey key, @Nullable PostgreSQLConfig stored) {
        if (stored != null) {
            learn(stored);
        }
        var known = objects.get(key);
        if (Boolean.TRUE.equals(beingWritten.remove(key))
                && known != null
                && (stored == null || newer(known, stored))) {
            wake.accept(key, Cause.CHANGED);
        }
    }

    /// Takes the answer to a write or read of our own, unless the transport was faster: it can have
    /// brought a later version, or that the object is gone.
    public synchronized void learn(PostgreSQLConfig object) {
        var known = objects.get(object.key());
        if (known != null && newer(object, known)) {
            put(object);
            ahead.add(object.key());
        }
    }

    /// Forgets an object that is gone, unless another has its name.
    public synchronized void forget(ObjectKey key, String uid) {
        var known = objects.get(key);
        if (known != null && known.uid().equals(uid)) {
            remove(known);
        }
    }

    /// The complete content of a scope. It counts even if versions went back, as they do when a
    /// cluster is restored; only an answer of our own may be ahead of one list.
    ///
    /// @param namespace the scope; null for all
    synchronized void replace(@Nullable String namespace, Collection<PostgreSQLConfig> all) {
        var present = new HashSet<ObjectKey>();
        for (var object : all) {
            present.add(object.key());
            var known = objects.get(object.key());
            var overtaken = ahead.remove(object.key()) && known != null && newer(known, object);
            if (known == null || (differs(known, object) && !overtaken)) {
                appear(known, object);
            }
        }
        objects.values().stream()
                .filter(each -> namespace == null || each.key().namespace().equals(namespace))
                .filter(each -> !present.contains(each.key()))
                .toList()
                .forEach(this::remove);
    }

    synchronized void upsert(PostgreSQLConfig object) {
        var known = objects.get(object.key());
        if (known == null || newer(object, known)) {
            appear(known, object);
        }
        if (known == null || !newer(known, object)) {
            ahead.remove(object.key());
        }
    }

    private void appear(@Nullable PostgreSQLConfig known, PostgreSQLConfig object) {
        put(object);
        if (beingWritten.replace(object.key(), true) == null
                && (known != null || !settled(object))) {
            wake.accept(object.key(), Cause.CHANGED);
        }
    }

    private void put(PostgreSQLConfig object) {
        var known = objects.put(object.key(), object);
        if (known != null) {
            unindex(known);
        }
        byDatabase.add(object);
        byOwner.add(object);
        if (known != null && gaveWay(known, object)) {
            wakeNeighbours(known);
        }
    }

    /// Whether the object no longer wants the database that it wanted.
    private static boolean gaveWay(PostgreSQLConfig known, PostgreSQLConfig object) {
        return !known.uid().equals(object.uid())
                || (object.deleting() && !known.deleting())
                || (object.observing() && !known.observing())
                || !Objects.equals(known.spec().database(), object.spec().database());
    }

    private void remove(PostgreSQLConfig object) {
        objects.remove(object.key());
        ahead.remove(object.key());
        unindex(object);
        wake.accept(object.key(), Cause.CHANGED);
        wakeNeighbours(object);
    }

    private void unindex(PostgreSQLConfig object) {
        byDatabase.remove(object);
        byOwner.remove(object);
    }

    private Stream<PostgreSQLConfig> others(Index index, PostgreSQLConfig object) {
        return index.alike(object)
                .filter(key -> !key.equals(object.key()))
                .map(objects::get)
                .filter(Objects::nonNull);
    }

    /// Others that wanted the same database may have it now.
    private void wakeNeighbours(PostgreSQLConfig object) {
        rivals(object).stream()
                .filter(each -> !each.deleting())
                .forEach(each -> wake.accept(each.key(), Cause.WOKEN));
    }

    /// Whether an object that is seen for the first time says that all is well. Then the next
    /// resync, which compares all objects with one catalog, is enough: a restart must not look at
    /// each database.
    private static boolean settled(PostgreSQLConfig object) {
        return (object.held() || object.observing())
                && !object.deleting()
                && !object.paused()
                && object.ready();
    }

    private static boolean differs(PostgreSQLConfig known, PostgreSQLConfig object) {
        return !known.uid().equals(object.uid())
                || !known.resourceVersion().equals(object.resourceVersion());
    }

    /// Resource versions of one kind can be compared as numbers (Kubernetes API concepts, "Resource
    /// versions"). Where they are none, every difference counts as newer: a pass too much does no
    /// harm.
    private static boolean newer(PostgreSQLConfig one, PostgreSQLConfig than) {
        try {
            return Long.parseLong(one.resourceVersion()) > Long.parseLong(than.resourceVersion());
        } catch (NumberFormatException opaque) {
            return differs(one, than);
        }
    }
}
