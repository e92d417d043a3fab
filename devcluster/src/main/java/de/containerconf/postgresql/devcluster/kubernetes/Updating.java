package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.apply.Manager;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// Changes objects that exist: the common end of PUT, patches and apply. Thread-safe.
final class Updating {

    private final Cluster cluster;

    Updating(Cluster cluster) {
        this.cluster = cluster;
    }

    /// How a request wants an object to become.
    interface Edit {

        /// The wanted state.
        ///
        /// @param current not to be changed
        /// @return a tree of its own
        JsonObject apply(JsonObject current);

        /// Whether it says itself who owns what.
        default boolean managesFields() {
            return false;
        }

        /// Whether it replaces the object, as PUT does.
        default boolean replaces() {
            return false;
        }
    }

    /// Stores the wanted state, unless nothing would change.
    ///
    /// @param subresource `status`, or "" for everything else
    Written update(
            ResourceType type, Key key, String subresource, Edit edit, WriteOptions options) {
        return cluster.store()
                .locked(() -> {
                    var stored =
                            cluster.store()
                                    .get(type.storage(), key)
                                    .orElseThrow(() -> Failures.notFound(type, key.name()));
                    return update(type, stored, subresource, edit, options);
                });
    }

    private Written update(
            ResourceType type,
            StoredObject stored,
            String subresource,
            Edit edit,
            WriteOptions options) {
        var before = stored.json();
        var wanted = edit.apply(before);
        if (edit.replaces() && !Json.objectAt(wanted, "metadata").has("namespace")) {
            Json.child(wanted, "metadata").addProperty("namespace", stored.key().namespace());
        }
        Admission.decode(type, wanted);
        var name = stored.key().name();
        var wantedName = Json.textAt(wanted, "metadata", "name");
        if (!wantedName.equals(name)) {
            throw Failures.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(wantedName, name));
        }
        if (type.namespaced()
                && !Json.textAt(wanted, "metadata", "namespace").equals(stored.key().namespace())) {
            throw Failures.badRequest(
                    "the namespace of the provided object does not match the namespace sent on"
                            + " the request");
        }
        var causes = new ArrayList<Cause>();
        if (subresource.isEmpty()) {
            causes.addAll(identity(type, stored, wanted, edit));
        }
        precondition(type, stored, wanted);
        var warnings = new ArrayList<>(Admission.prune(type, wanted, options));
        var after =
                subresource.equals("status") ? status(before, wanted) : main(type, before, wanted);
        Metadata.SERVER_SET.forEach(key -> Metadata.copy(before, after, key));
        managedFields(before, after);
        Admission.fillIn(type, after);
        var rules = cluster.rules(type);
        rules.prepare(after, before);
        count(type, before, after);
        if (!edit.managesFields()) {
            type.fieldManagement()
                    .update(
                            before,
                            after,
                            new Manager(
                                    options.fieldManager(),
                                    Manager.UPDATE,
                                    type.groupVersion(),
                                    subresource),
                            Cluster.now());
        }
        if (after.equals(before) && !stored.incomplete()) {
            return new Written(stored, false, warnings);
        }
        causes.addAll(Metadata.check(after));
        causes.addAll(Metadata.checkFinalizers(before, after));
        causes.addAll(rules.check(after, before));
        Admission.validate(type, after, before, causes);
        warnings.addAll(Metadata.warnings(before, after));
        return new Written(commit(type, stored, after, options), false, warnings);
    }

    private StoredObject commit(
            ResourceType type, StoredObject before, JsonObject after, WriteOptions options) {
        if (options.dryRun()) {
            return new StoredObject(after);
        }
        var last = new StoredObject(after);
        if (last.deleting() && Metadata.finalizers(after).isEmpty() && !held(type, after)) {
            var removed = cluster.store().remove(type.storage(), after.deepCopy());
            cluster.rules(type).removed(removed);
            cluster.namespaces().contentChanged(removed.key().namespace());
            cluster.definitions().contentChanged(type);
            return last;
        }
        var written = cluster.store().put(type.storage(), after);
        cluster.rules(type).written(written);
        return Objects.requireNonNull(written, () -> before.key().toString());
    }

    private boolean held(ResourceType type, JsonObject object) {
        return cluster.rules(type).holdBack(object.deepCopy());
    }

    private static JsonObject status(JsonObject before, JsonObject wanted) {
        var after = before.deepCopy();
        Json.put(after, "status", wanted.get("status"));
        Metadata.copy(wanted, after, "managedFields");
        return after;
    }

    private static JsonObject main(ResourceType type, JsonObject before, JsonObject wanted) {
        if (type.hasStatus()) {
            var status = before.get("status");
            Json.put(wanted, "status", status == null ? null : status.deepCopy());
        }
        return wanted;
    }

    /// An absent list means "as it is", an empty one "reset".
    private static void managedFields(JsonObject before, JsonObject after) {
        var metadata = after.getAsJsonObject("metadata");
        if (!metadata.has("managedFields")) {
            Metadata.copy(before, after, "managedFields");
        }
    }

    private static List<Cause> identity(
            ResourceType type, StoredObject stored, JsonObject wanted, Edit edit) {
        var uid = Json.textAt(wanted, "metadata", "uid");
        if (uid.isEmpty() || uid.equals(stored.uid())) {
            return List.of();
        }
        if (edit.replaces()) {
            throw Failures.conflict(
                    type,
                    stored.key().name(),
                    "StorageError: invalid object, Code: 4, Key: /registry/%s/%s/%s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(
                                    type.storage(),
                                    stored.key().namespace(),
                                    stored.key().name(),
                                    uid,
                                    stored.uid()));
        }
        // The API server checks this twice, and says so twice.
        return Collections.nCopies(2, Cause.invalid("metadata.uid", uid, "field is immutable"));
    }

    private void precondition(ResourceType type, StoredObject stored, JsonObject wanted) {
        var version = Json.textAt(wanted, "metadata", "resourceVersion");
        long wantedVersion;
        try {
            wantedVersion = version.isEmpty() ? 0 : Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    500,
                    null,
                    "strconv.ParseUint: parsing \"%s\": invalid syntax".formatted(version),
                    null);
        }
        if (wantedVersion == 0) {
            if (!cluster.rules(type).unconditionalUpdate()) {
                var detail = "must be specified for an update";
                throw Failures.invalid(
                        type.qualified(),
                        stored.key().name(),
                        List.of(Cause.invalid("metadata.resourceVersion", 0, detail)));
            }
        } else if (wantedVersion != stored.resourceVersion()) {
            throw Failures.modified(type, stored.key().name());
        }
    }

    /// Only what is neither metadata nor a status of its own moves the generation.
    private static void count(ResourceType type, JsonObject before, JsonObject after) {
        if (!type.counted() || content(type, before).equals(content(type, after))) {
            return;
        }
        var generation = Json.at(before, "metadata", "generation");
        after.getAsJsonObject("metadata")
                .addProperty("generation", generation == null ? 1 : generation.getAsLong() + 1);
    }

    private static JsonObject content(ResourceType type, JsonObject object) {
        var content = new JsonObject();
        object.asMap()
                .forEach((key, value) -> {
                    if (!key.equals("metadata") && !(key.equals("status") && type.hasStatus())) {
                        content.add(key, value);
                    }
                });
        return content;
    }
}
