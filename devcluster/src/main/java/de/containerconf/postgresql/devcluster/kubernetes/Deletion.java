package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Deletes objects, or marks them where finalizers or the rules of the kind hold them. Thread-safe.
final class Deletion {

    private static final Duration GARBAGE_COLLECTION = Duration.ofMillis(200);
    private static final Map<String, String> POLICY_FINALIZERS =
            Map.of("Foreground", "foregroundDeletion", "Orphan", "orphan");

    private final Cluster cluster;
    private final Updating updating;

    Deletion(Cluster cluster, Updating updating) {
        this.cluster = cluster;
        this.updating = updating;
    }

    /// What a DELETE led to.
    ///
    /// @param object the last state, or the marked one
    /// @param gone whether it is removed
    record Deleted(StoredObject object, boolean gone) {}

    /// Answers a DELETE.
    ///
    /// @param request the `DeleteOptions`
    Deleted delete(ResourceType type, Key key, JsonObject request, WriteOptions options) {
        return cluster.store()
                .locked(() -> {
                    var stored =
                            cluster.store()
                                    .get(type.storage(), key)
                                    .orElseThrow(() -> Failures.notFound(type, key.name()));
                    precondition(type, stored, request);
                    return delete(type, stored, request, options);
                });
    }

    private Deleted delete(
            ResourceType type, StoredObject stored, JsonObject request, WriteOptions options) {
        var object = stored.json().deepCopy();
        hold(object, request);
        var held = cluster.rules(type).holdBack(object);
        if (Metadata.finalizers(object).isEmpty() && !held) {
            if (!options.dryRun()) {
                remove(type, object);
            }
            return new Deleted(stored, true);
        }
        if (stored.deleting() || options.dryRun()) {
            return new Deleted(stored, false);
        }
        var metadata = object.getAsJsonObject("metadata");
        metadata.addProperty("deletionTimestamp", Cluster.now());
        metadata.addProperty("deletionGracePeriodSeconds", 0);
        if (type.counted()) {
            metadata.addProperty("generation", metadata.get("generation").getAsLong() + 1);
        }
        var marked = cluster.store().put(type.storage(), object);
        cluster.rules(type).written(marked);
        if (!object.equals(stored.json())) {
            collect(type, marked.key());
        }
        return new Deleted(marked, false);
    }

    /// Removes an object for good.
    private void remove(ResourceType type, JsonObject object) {
        var removed = cluster.store().remove(type.storage(), object);
        cluster.rules(type).removed(removed);
        cluster.namespaces().contentChanged(removed.key().namespace());
        cluster.definitions().contentChanged(type);
    }

    private static void hold(JsonObject object, JsonObject request) {
        var finalizer = POLICY_FINALIZERS.get(Json.textAt(request, "propagationPolicy"));
        var metadata = object.getAsJsonObject("metadata");
        if (finalizer == null || metadata.has("deletionTimestamp")) {
            return;
        }
        var finalizers = Json.arrayAt(metadata, "finalizers");
        finalizers.add(finalizer);
        metadata.add("finalizers", finalizers);
    }

    /// Does the part of the garbage collector: takes its finalizers off. There are no dependents.
    private void collect(ResourceType type, Key key) {
        var marked = cluster.store().get(type.storage(), key);
        var policies = POLICY_FINALIZERS.values();
        if (marked.isEmpty()
                || Metadata.finalizers(marked.get().json()).stream()
                        .noneMatch(policies::contains)) {
            return;
        }
        var options = new WriteOptions("kube-controller-manager", true, false, "Ignore", false);
        cluster.later(
                GARBAGE_COLLECTION,
                () -> {
                    if (cluster.store().get(type.storage(), key).isPresent()) {
                        updating.update(type, key, "", Deletion::withoutPolicies, options);
                    }
                });
    }

    private static JsonObject withoutPolicies(JsonObject current) {
        var changed = current.deepCopy();
        var kept = new JsonArray();
        Metadata.finalizers(changed).stream()
                .filter(each -> !POLICY_FINALIZERS.containsValue(each))
                .forEach(kept::add);
        changed.getAsJsonObject("metadata").add("finalizers", kept);
        return changed;
    }

    /// Deletes several objects; those that went meanwhile do not matter.
    List<StoredObject> deleteAll(
            ResourceType type, List<StoredObject> all, JsonObject request, WriteOptions options) {
        cluster.store()
                .locked(() -> {
                    for (var each : all) {
                        cluster.store()
                                .get(type.storage(), each.key())
                                .ifPresent(now -> delete(type, now, request, options));
                    }
                    return all;
                });
        return all;
    }

    private static void precondition(ResourceType type, StoredObject stored, JsonObject request) {
        var uid = Json.textAt(request, "preconditions", "uid");
        if (!uid.isEmpty() && !uid.equals(stored.uid())) {
            throw Failures.precondition(
                    type,
                    stored.key().name(),
                    "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                            .formatted(uid, stored.uid()));
        }
        var version = Json.textAt(request, "preconditions", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Long.toString(stored.resourceVersion()))) {
            throw Failures.precondition(
                    type,
                    stored.key().name(),
                    "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
                            .formatted(version, stored.resourceVersion()));
        }
    }
}
