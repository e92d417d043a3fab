package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Writes a status that changed, and none that did not. Thread-safe; for one object one thread at a
/// time.
public final class StatusWriter {

    private static final System.Logger LOG = System.getLogger(StatusWriter.class.getName());

    private final ConfigObjects objects;
    private final ObjectCache cache;
    private final InstantSource clock;
    private final EventRecorder recorder;

    /// What was last sent, because an older CRD prunes fields: its answer would differ from what
    /// was meant for ever.
    private final Map<ObjectKey, Sent> sent = new ConcurrentHashMap<>();

    public StatusWriter(
            ConfigObjects objects, ObjectCache cache, InstantSource clock, EventRecorder recorder) {
        this.objects = objects;
        this.cache = cache;
        this.clock = clock;
        this.recorder = recorder;
    }

    /// Tells the object how its resources fared, if that is news.
    ///
    /// @return the object as it is stored now
    PostgreSQLConfig write(PostgreSQLConfig object, List<Outcome> outcomes) {
        return write(object, outcomes, null);
    }

    /// @param credentials the one of them that is about the Secret; null: it was not tried
    PostgreSQLConfig write(
            PostgreSQLConfig object, List<Outcome> outcomes, @Nullable Outcome credentials) {
        var status = StatusReport.of(object, outcomes, credentials, clock.instant());
        if (status.equals(object.status())
                || new Sent(object.resourceVersion(), status).equals(sent.get(object.key()))) {
            return object;
        }
        var stored = cache.write(object, each -> objects.writeStatus(each, status));
        sent.put(object.key(), new Sent(stored.resourceVersion(), status));
        tell(object, status);
        return stored;
    }

    void forget(ObjectKey key) {
        sent.remove(key);
    }

    /// A change that calls for a person is a warning; one for the better was told by the effect
    /// that led to it.
    private void tell(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        var before = object.status().condition(Condition.READY).map(Condition::reason).orElse("");
        status.condition(Condition.READY)
                .filter(ready -> !ready.reason().equals(before))
                .ifPresent(ready -> {
                    LOG.log(
                            level(status),
                            "{0}: {1}: {2}",
                            object.key(),
                            ready.reason(),
                            ready.message());
                    recorder.changed(object, status);
                });
    }

    private static System.Logger.Level level(PostgreSQLConfig.Status status) {
        if (status.condition(Condition.STALLED).isPresent()) {
            return System.Logger.Level.WARNING;
        }
        return status.condition(Condition.RECONCILING).isPresent()
                ? System.Logger.Level.INFO
                : System.Logger.Level.DEBUG;
    }

    /// @param resourceVersion that of the answer
    private record Sent(String resourceVersion, PostgreSQLConfig.Status status) {}
}
