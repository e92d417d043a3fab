package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Knows whether an object lives at this moment. The cache can lag behind, and nothing must be made
/// for an object that is gone: the API server is asked, unless it has just said so in the same
/// pass, when it stored our finalizer. Thread-safe; for one object one thread at a time.
public final class Liveness {

    /// For so long an object cannot be gone that has just got a finalizer.
    static final Duration FRESH = Duration.ofSeconds(1);

    private final ObjectCache cache;
    private final ConfigObjects objects;
    private final LongSupplier nanoTime;

    /// When the request was sent, by the uid of an object that got its finalizer in the pass that
    /// is under way.
    private final Map<String, Long> held = new ConcurrentHashMap<>();

    /// @param nanoTime a monotonic clock
    public Liveness(ObjectCache cache, ConfigObjects objects, LongSupplier nanoTime) {
        this.cache = cache;
        this.objects = objects;
        this.nanoTime = nanoTime;
    }

    /// Stores our finalizer, and remembers that until the pass ends.
    ///
    /// @return the object as it is stored now
    PostgreSQLConfig hold(PostgreSQLConfig object) {
        var begin = nanoTime.getAsLong();
        var stored = cache.write(object, objects::addFinalizer);
        held.put(object.uid(), begin);
        return stored;
    }

    /// The pass is over.
    void endPass(PostgreSQLConfig object) {
        held.remove(object.uid());
    }

    /// @throws ClusterFailure.Outdated if the object is gone, or being deleted
    void require(PostgreSQLConfig object) {
        if (!justHeld(object) && !alive(object, objects.read(object.key()))) {
            throw new ClusterFailure.Outdated(object.key() + " is gone, or being deleted by now");
        }
    }

    private boolean justHeld(PostgreSQLConfig object) {
        var begin = held.get(object.uid());
        return begin != null
                && nanoTime.getAsLong() - begin < FRESH.toNanos()
                && alive(object, cache.get(object.key()));
    }

    private static boolean alive(PostgreSQLConfig object, Optional<PostgreSQLConfig> now) {
        return now.filter(each -> each.livesAs(object.uid())).isPresent();
    }
}
