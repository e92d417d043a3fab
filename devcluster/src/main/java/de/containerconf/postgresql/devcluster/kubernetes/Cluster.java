package de.containerconf.postgresql.devcluster.kubernetes;

import de.containerconf.postgresql.devcluster.kubernetes.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What all requests work on: the objects, the kinds, and the rules of the kinds. Thread-safe.
final class Cluster {

    private final Store store;
    private final ResourceRegistry registry = new ResourceRegistry();
    private final ScheduledExecutorService controllers;
    private final Map<String, KindRules> rules = new HashMap<>();
    private final Definitions definitions;
    private final Namespaces namespaces;

    /// @param controllers runs what happens in the background
    Cluster(Store store, ScheduledExecutorService controllers) {
        this.store = store;
        this.controllers = controllers;
        definitions = new Definitions(this);
        namespaces = new Namespaces(this);
        rules.put("/namespaces", namespaces);
        rules.put("/configmaps", new SecretRules(false));
        rules.put("/secrets", new SecretRules(true));
        rules.put("events.k8s.io/events", new EventRules());
        rules.put("coordination.k8s.io/leases", new LeaseRules());
        rules.put("apiextensions.k8s.io/customresourcedefinitions", definitions);
        definitions.load();
        namespaces.load();
    }

    Store store() {
        return store;
    }

    ResourceRegistry registry() {
        return registry;
    }

    Definitions definitions() {
        return definitions;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    KindRules rules(ResourceType type) {
        return rules.getOrDefault(type.storage(), KindRules.NONE);
    }

    /// Does something later, in the background. What fails there is logged, nothing else.
    void later(Duration delay, Runnable action) {
        var _ =
                controllers.schedule(
                        () -> {
                            try {
                                action.run();
                            } catch (RuntimeException e) {
                                System.getLogger(Cluster.class.getName())
                                        .log(System.Logger.Level.WARNING, "in the background", e);
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// The time as objects have it, to the second.
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
