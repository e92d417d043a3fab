package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.apply.Manager;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Stores new objects. Thread-safe.
final class Creation {

    // As the API server: no vowels and no digits that look like letters.
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;

    private final Cluster cluster;

    Creation(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Answers a POST.
    Written create(ResourceType type, String namespace, JsonObject body, WriteOptions options) {
        if (!Json.textAt(body, "metadata", "resourceVersion").isEmpty()) {
            throw new ApiException(
                    500, null, "resourceVersion should not be set on objects to be created", null);
        }
        body.remove("managedFields");
        Json.child(body, "metadata").remove("managedFields");
        return cluster.store().locked(() -> store(type, namespace, body, options, false));
    }

    /// Stores an object that an apply made. Only while nobody else writes.
    Written createApplied(
            ResourceType type, String namespace, JsonObject applied, WriteOptions options) {
        return store(type, namespace, applied, options, true);
    }

    private Written store(
            ResourceType type,
            String namespace,
            JsonObject object,
            WriteOptions options,
            boolean managed) {
        Admission.decode(type, object);
        var metadata = object.getAsJsonObject("metadata");
        place(type, namespace, metadata);
        name(metadata);
        var warnings = new ArrayList<>(Admission.prune(type, object, options));
        cluster.namespaces().admit(type, metadata);
        cluster.definitions().admit(type, metadata);
        if (type.hasStatus()) {
            object.remove("status");
        }
        Metadata.SERVER_SET.forEach(metadata::remove);
        metadata.addProperty("uid", UUID.randomUUID().toString());
        metadata.addProperty("creationTimestamp", Cluster.now());
        if (type.counted()) {
            metadata.addProperty("generation", 1);
        }
        Admission.fillIn(type, object);
        var rules = cluster.rules(type);
        rules.prepare(object, null);
        if (!managed) {
            type.fieldManagement()
                    .update(
                            null,
                            object,
                            new Manager(
                                    options.fieldManager(),
                                    Manager.UPDATE,
                                    type.groupVersion(),
                                    ""),
                            Cluster.now());
        }
        var causes = new ArrayList<Cause>(Metadata.check(object));
        causes.addAll(rules.check(object, null));
        Admission.validate(type, object, null, causes);
        warnings.addAll(Metadata.warnings(new JsonObject(), object));
        return new Written(commit(type, object, options), true, warnings);
    }

    private StoredObject commit(ResourceType type, JsonObject object, WriteOptions options) {
        var metadata = object.getAsJsonObject("metadata");
        var key = new Key(Json.textAt(metadata, "namespace"), Json.textAt(metadata, "name"));
        var existing = cluster.store().get(type.storage(), key);
        if (existing.isPresent()) {
            throw Failures.alreadyExists(type, key.name(), existing.get().deleting());
        }
        if (options.dryRun()) {
            return new StoredObject(object);
        }
        // A default of the whole status is filled in when the object is read.
        var incomplete = type.custom() && type.hasStatus() && object.has("status");
        var stored = cluster.store().put(type.storage(), object, incomplete);
        cluster.rules(type).written(stored);
        return stored;
    }

    private static void place(ResourceType type, String namespace, JsonObject metadata) {
        var named = Json.textAt(metadata, "namespace");
        if (!type.namespaced()) {
            metadata.remove("namespace");
        } else if (!named.isEmpty() && !named.equals(namespace)) {
            throw Failures.badRequest(
                    "the namespace of the provided object does not match the namespace sent on"
                            + " the request");
        } else {
            metadata.addProperty("namespace", namespace);
        }
    }

    private static void name(JsonObject metadata) {
        var prefix = Json.textAt(metadata, "generateName");
        if (!Json.textAt(metadata, "name").isEmpty() || prefix.isEmpty()) {
            return;
        }
        var random = RandomGenerator.getDefault();
        var name = new StringBuilder(prefix);
        for (var i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        metadata.addProperty("name", name.toString());
    }

    /// The refusal of a create in a namespace or of a kind that is going away.
    static ApiException terminating(
            ResourceType type, String name, String message, List<JsonObject> causes) {
        var array = new JsonArray();
        causes.forEach(array::add);
        return Failures.forbidden(type, name, message, array);
    }
}
