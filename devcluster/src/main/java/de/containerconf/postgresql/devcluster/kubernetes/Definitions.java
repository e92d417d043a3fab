package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Pruning;
import de.containerconf.postgresql.devcluster.kubernetes.schema.RuleCheck;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CRDs, and the controllers behind them: a new kind is 404, then 429, then served; a changed one
/// loses its watches and their history; a deleted one goes with its last object.
final class Definitions implements KindRules {

    private static final String STORAGE = "apiextensions.k8s.io/customresourcedefinitions";
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";
    private static final Duration STEP = Duration.ofMillis(30);

    private final Cluster cluster;
    private final Map<String, JsonObject> served = new HashMap<>();

    Definitions(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Serves what is stored, and goes on with what a stop interrupted.
    void load() {
        for (var crd : cluster.store().collection(STORAGE).list("")) {
            cluster.store().locked(() -> serve(crd, false));
            if (crd.deleting()) {
                empty(crd.key());
            }
        }
    }

    private static String storage(JsonObject crd) {
        return Json.textAt(crd, "spec", "group")
                + "/"
                + Json.textAt(crd, "spec", "names", "plural");
    }

    private Optional<StoredObject> definition(ResourceType type) {
        return cluster.store().get(STORAGE, new Key("", type.qualified()));
    }

    /// Refuses a create of a kind that is going away.
    void admit(ResourceType type, JsonObject metadata) {
        if (type.custom() && definition(type).map(StoredObject::deleting).orElse(false)) {
            throw Creation.terminating(
                    type,
                    Json.textAt(metadata, "name"),
                    "create not allowed while custom resource definition is terminating",
                    List.of());
        }
    }

    @Override
    public void prepare(JsonObject object, @Nullable JsonObject before) {
        var names = Json.objectAt(object, "spec", "names");
        var kind = Json.textAt(names, "kind");
        if (!names.has("singular")) {
            names.addProperty("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.addProperty("listKind", kind + "List");
        }
        if (before == null) {
            object.add(
                    "status",
                    Json.object(
                            "storedVersions",
                            storedVersions(object),
                            "conditions",
                            new JsonArray()));
        }
    }

    private static JsonArray storedVersions(JsonObject crd) {
        var versions = new JsonArray();
        for (var version : Json.arrayAt(crd, "spec", "versions")) {
            if (Json.isTrue(version, "storage")) {
                versions.add(Json.textAt(version, "name"));
            }
        }
        return versions;
    }

    @Override
    public List<Cause> check(JsonObject object, @Nullable JsonObject before) {
        var causes = new ArrayList<Cause>();
        var name = Json.textAt(object, "metadata", "name");
        var wanted =
                Json.textAt(object, "spec", "names", "plural")
                        + "."
                        + Json.textAt(object, "spec", "group");
        if (!name.equals(wanted)) {
            causes.add(
                    Cause.invalid(
                            "metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        if (storedVersions(object).size() != 1) {
            causes.add(
                    Cause.invalid(
                            "spec.versions",
                            "",
                            "must have exactly one version marked as storage version"));
        }
        try {
            for (var type : cluster.registry().parse(object)) {
                causes.addAll(
                        RuleCheck.problems(type.ownSchema(), "spec.validation.openAPIV3Schema"));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            causes.add(Cause.invalid("spec.versions", "", String.valueOf(e.getMessage())));
        }
        return causes;
    }

    @Override
    public boolean holdBack(JsonObject object) {
        var finalizers = Metadata.finalizers(object);
        if (finalizers.contains(CLEANUP)
                || object.getAsJsonObject("metadata").has("deletionTimestamp")) {
            return false;
        }
        var all = new ArrayList<>(finalizers);
        all.add(CLEANUP);
        object.getAsJsonObject("metadata").add("finalizers", Json.element(all));
        condition(object, "Terminating", "True", "InstanceDeletionPending", "");
        return false;
    }

    @Override
    public void written(StoredObject crd) {
        if (crd.deleting()) {
            cluster.later(Duration.ZERO, () -> empty(crd.key()));
        } else if (!served.containsKey(storage(crd.json()))) {
            cluster.later(STEP, () -> cluster.store().locked(() -> establish(crd.key())));
        } else if (!crd.json().get("spec").equals(served.get(storage(crd.json())))) {
            serve(crd, true);
        }
    }

    private boolean establish(Key key) {
        var stored = cluster.store().get(STORAGE, key);
        if (stored.isEmpty()
                || stored.get().deleting()
                || served.containsKey(storage(stored.get().json()))) {
            return false;
        }
        var crd = stored.get().json().deepCopy();
        Json.child(crd, "status").add("acceptedNames", Json.objectAt(crd, "spec", "names"));
        condition(crd, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
        condition(
                crd,
                "Established",
                "True",
                "InitialNamesAccepted",
                "the initial names have been accepted");
        serve(new StoredObject(crd), true);
        cluster.store().put(STORAGE, crd);
        return true;
    }

    /// Serves a kind as it is defined now.
    ///
    /// @param changed whether watches must begin anew
    private StoredObject serve(StoredObject crd, boolean changed) {
        var storage = storage(crd.json());
        var types = cluster.registry().parse(crd.json());
        served.put(storage, crd.json().getAsJsonObject("spec"));
        for (var object : cluster.store().collection(storage).list("")) {
            var again = object.json().deepCopy();
            Pruning.prune(again, types.getFirst().schema());
            Admission.fillIn(types.getFirst(), again);
            if (!again.equals(object.json())) {
                cluster.store().rewrite(storage, again);
            }
        }
        if (changed) {
            cluster.registry().renew(storage, types, STEP);
            cluster.store().endHistory(storage);
        } else {
            cluster.registry().replace(storage, types);
        }
        return crd;
    }

    private void empty(Key key) {
        var options = new WriteOptions("kube-apiserver", true, false, "Ignore", false);
        var deletion = new Deletion(cluster, new Updating(cluster));
        var crd = cluster.store().get(STORAGE, key);
        if (crd.isEmpty() || !crd.get().deleting()) {
            return;
        }
        var storage = storage(crd.get().json());
        var type = cluster.registry().stored(storage);
        type.ifPresent(each ->
                deletion.deleteAll(
                        each,
                        cluster.store().collection(storage).list(""),
                        new JsonObject(),
                        options));
        cluster.store().locked(() -> finish(key));
    }

    /// Goes on with the deletion of a kind once objects of it are gone.
    void contentChanged(ResourceType type) {
        var definition = type.custom() ? definition(type) : Optional.<StoredObject>empty();
        if (definition.isPresent() && definition.get().deleting()) {
            var key = definition.get().key();
            cluster.later(Duration.ZERO, () -> cluster.store().locked(() -> finish(key)));
        }
    }

    private boolean finish(Key key) {
        var stored = cluster.store().get(STORAGE, key);
        if (stored.isEmpty() || !stored.get().deleting()) {
            return false;
        }
        var crd = stored.get().json().deepCopy();
        var storage = storage(crd);
        if (!cluster.store().collection(storage).isEmpty()) {
            condition(
                    crd,
                    "Terminating",
                    "True",
                    "InstanceDeletionInProgress",
                    "CustomResource deletion is in progress");
            if (!crd.equals(stored.get().json())) {
                cluster.store().put(STORAGE, crd);
            }
            return false;
        }
        var finalizers = new ArrayList<>(Metadata.finalizers(crd));
        finalizers.remove(CLEANUP);
        crd.getAsJsonObject("metadata").add("finalizers", Json.element(finalizers));
        if (finalizers.isEmpty()) {
            cluster.store().remove(STORAGE, crd);
        } else {
            cluster.store().put(STORAGE, crd);
        }
        served.remove(storage);
        cluster.registry().replace(storage, List.of());
        cluster.store().endHistory(storage);
        return true;
    }

    private static void condition(
            JsonObject crd, String type, String status, String reason, String message) {
        var conditions = Json.arrayAt(crd, "status", "conditions");
        Json.child(crd, "status").add("conditions", conditions);
        for (var each : conditions) {
            if (Json.textAt(each, "type").equals(type)) {
                if (Json.textAt(each, "reason").equals(reason)) {
                    return;
                }
                conditions.remove(each);
                break;
            }
        }
        conditions.add(
                Json.object(
                        "type", type,
                        "status", status,
                        "reason", reason,
                        "message", message,
                        "lastTransitionTime", Cluster.now()));
    }
}
