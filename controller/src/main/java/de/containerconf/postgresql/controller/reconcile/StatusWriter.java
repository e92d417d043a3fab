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

/// Writes a status that changed, and none that did not. Thread-safe; for one object one thread at a
/// time.
final class StatusWriter {

    private static final System.Logger LOG = System.getLogger(StatusWriter.class.getName());

    private final ConfigObjects objects;
    private final ObjectCache cache;
    private final InstantSource clock;

    /// What was last sent, because an older CRD prunes fields: its answer would differ from what
    /// was meant for ever.
    private final Map<ObjectKey, Sent> sent = new ConcurrentHashMap<>();

    StatusWriter(ConfigObjects objects, ObjectCache cache, InstantSource clock) {
        this.objects = objects;
        this.cache = cache;
        this.clock = clock;
    }

    void write(PostgreSQLConfig object, List<Outcome> outcomes) {
        var status = StatusReport.of(object, outcomes, clock.instant());
        if (status.equals(object.status())
                || new Sent(object.resourceVersion(), status).equals(sent.get(object.key()))) {
            return;
        }
        var stored = objects.writeStatus(object, status);
        cache.learn(stored);
        sent.put(object.key(), new Sent(stored.resourceVersion(), status));
        tell(object, status);
    }

    void forget(ObjectKey key) {
        sent.remove(key);
    }

    /// A change for the worse is worth a line; one for the better was told by the effect that led
    /// to it.
    private static void tell(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        var before = object.status().condition(Condition.READY).map(Condition::reason).orElse("");
        status.condition(Condition.READY)
                .filter(ready -> !ready.reason().equals(before))
                .ifPresent(ready ->
                        LOG.log(
                                ready.status().equals("True")
                                        ? System.Logger.Level.DEBUG
                                        : System.Logger.Level.WARNING,
                                "{0}: {1}: {2}",
                                object.key(),
                                ready.reason(),
                                ready.message()));
    }

    /// @param resourceVersion that of the answer
    private record Sent(String resourceVersion, PostgreSQLConfig.Status status) {}
}
