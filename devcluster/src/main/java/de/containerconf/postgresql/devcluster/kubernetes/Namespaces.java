package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Namespaces, and the controller that empties those which are deleted: after 5 s, as the real one.
final class Namespaces implements KindRules {

    private static final String STORAGE = "/namespaces";
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final List<String> INITIAL =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private final Cluster cluster;
    private final Set<String> emptied = ConcurrentHashMap.newKeySet();

    Namespaces(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Makes the namespaces that every cluster has, and goes on with what a stop interrupted.
    void load() {
        var options = new WriteOptions("kube-apiserver", true, false, "Ignore", false);
        var type = cluster.registry().stored(STORAGE).orElseThrow();
        for (var name : INITIAL) {
            if (find(name).isEmpty()) {
                var body = Json.object("kind", "Namespace", "metadata", Json.object("name", name));
                new Creation(cluster).create(type, "", body, options);
            }
        }
        cluster.store().collection(STORAGE).list("").forEach(this::written);
    }

    private Optional<StoredObject> find(String name) {
        return cluster.store().get(STORAGE, new Key("", name));
    }

    /// Refuses a create in a namespace that is not there, or is going away.
    void admit(ResourceType type, JsonObject metadata) {
        if (!type.namespaced()) {
            return;
        }
        var name = Json.textAt(metadata, "namespace");
        var namespace = find(name);
        if (namespace.isEmpty()) {
            throw Failures.notFound(cluster.registry().stored(STORAGE).orElseThrow(), name);
        }
        if (namespace.get().deleting()) {
            var because = "namespace " + name + " is being terminated";
            throw Creation.terminating(
                    type,
                    Json.textAt(metadata, "name"),
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(name),
                    List.of(
                            Json.object(
                                    "reason", "NamespaceTerminating",
                                    "message", because,
                                    "field", "metadata.namespace")));
        }
    }

    @Override
    public void prepare(JsonObject object, @Nullable JsonObject before) {
        var metadata = object.getAsJsonObject("metadata");
        Json.child(metadata, "labels")
                .addProperty("kubernetes.io/metadata.name", Json.textAt(metadata, "name"));
        if (before == null) {
            object.add("spec", Json.object("finalizers", List.of("kubernetes")));
            object.add("status", Json.object("phase", "Active"));
        }
    }

    @Override
    public boolean unconditionalUpdate() {
        return true;
    }

    @Override
    public boolean holdBack(JsonObject object) {
        Json.child(object, "status").addProperty("phase", "Terminating");
        return true;
    }

    @Override
    public void written(StoredObject object) {
        if (object.deleting() && !emptied.contains(object.uid())) {
            cluster.later(GRACE, () -> empty(object));
        }
    }

    private void empty(StoredObject namespace) {
        if (!emptied.add(namespace.uid())) {
            return;
        }
        var name = namespace.key().name();
        var options = new WriteOptions("kube-controller-manager", true, false, "Ignore", false);
        var deletion = new Deletion(cluster, new Updating(cluster));
        for (var storage : cluster.store().storages()) {
            cluster.registry()
                    .stored(storage)
                    .filter(ResourceType::namespaced)
                    .ifPresent(type ->
                            deletion.deleteAll(
                                    type,
                                    cluster.store().collection(storage).list(name),
                                    new JsonObject(),
                                    options));
        }
        contentChanged(name);
    }

    /// Removes a namespace that is to go once nothing is left in it, or says what is left.
    void contentChanged(String name) {
        var namespace = name.isEmpty() ? Optional.<StoredObject>empty() : find(name);
        if (namespace.isEmpty()
                || !namespace.get().deleting()
                || !emptied.contains(namespace.get().uid())) {
            return;
        }
        cluster.later(Duration.ZERO, () -> cluster.store().locked(() -> finish(name)));
    }

    private boolean finish(String name) {
        var namespace = find(name);
        if (namespace.isEmpty() || !namespace.get().deleting()) {
            return false;
        }
        var object = namespace.get().json().deepCopy();
        var left = left(name);
        if (left.isEmpty()) {
            emptied.remove(namespace.get().uid());
            cluster.store().remove(STORAGE, object);
            return true;
        }
        var message =
                "Some content in the namespace has finalizers remaining: "
                        + String.join(", ", left);
        if (!message.equals(Json.textAt(told(object), "message"))) {
            var condition =
                    Json.object(
                            "type", "NamespaceFinalizersRemaining",
                            "status", "True",
                            "reason", "SomeFinalizersRemain",
                            "message", message,
                            "lastTransitionTime", Cluster.now());
            Json.child(object, "status").add("conditions", Json.element(List.of(condition)));
            cluster.store().put(STORAGE, object);
        }
        return false;
    }

    /// What was said before of what is left.
    private static @Nullable JsonElement told(JsonObject namespace) {
        var conditions = Json.arrayAt(namespace, "status", "conditions");
        return conditions.isEmpty() ? null : conditions.get(0);
    }

    /// `<finalizer> in <n> resource instances`.
    private List<String> left(String name) {
        var counts = new TreeMap<String, Integer>();
        for (var storage : cluster.store().storages()) {
            for (var object : cluster.store().collection(storage).list(name)) {
                if (!object.key().namespace().isEmpty()) {
                    Metadata.finalizers(object.json())
                            .forEach(each -> counts.merge(each, 1, Integer::sum));
                }
            }
        }
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " in " + each.getValue() + " resource instances")
                .toList();
    }
}
