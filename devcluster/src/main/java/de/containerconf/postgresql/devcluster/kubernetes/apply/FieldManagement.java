package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps `metadata.managedFields` and applies, as "Server-Side Apply" in the Kubernetes
/// documentation says. Not imitated: managers of other API versions, and the exact place of a new
/// element in the middle of a list.
public final class FieldManagement {

    private static final List<String> UNMANAGED =
            List.of(
                    "name",
                    "namespace",
                    "creationTimestamp",
                    "selfLink",
                    "uid",
                    "generation",
                    "managedFields",
                    "resourceVersion",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds");

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final Schema schema;
    private final boolean statusApart;

    /// Works on objects of one schema.
    ///
    /// @param statusApart whether the status is a subresource, so that nobody owns it otherwise
    public FieldManagement(Schema schema, boolean statusApart) {
        this.schema = schema;
        this.statusApart = statusApart;
    }

    /// Fields of others, with other values, that were to be applied without force.
    public static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Map<Manager, FieldSet> fields;

        Conflict(Map<Manager, FieldSet> fields) {
            super(message(fields));
            this.fields = fields;
        }

        /// One entry of `details.causes` per field.
        public JsonArray causes() {
            var causes = new JsonArray();
            fields.forEach((manager, set) ->
                    set.paths()
                            .forEach(path ->
                                    causes.add(
                                            Json.object(
                                                    "reason",
                                                    "FieldManagerConflict",
                                                    "message",
                                                    "conflict with " + manager.shown(),
                                                    "field",
                                                    path))));
            return causes;
        }

        private static String message(Map<Manager, FieldSet> fields) {
            var count = fields.values().stream().mapToInt(set -> set.paths().size()).sum();
            if (count == 1) {
                var only = fields.entrySet().iterator().next();
                return "Apply failed with 1 conflict: conflict with %s: %s"
                        .formatted(only.getKey().shown(), only.getValue().paths().getFirst());
            }
            var message = new StringBuilder("Apply failed with " + count + " conflicts: ");
            fields.forEach((manager, set) -> {
                message.append("conflicts with ").append(manager.shown()).append(":");
                set.paths().forEach(path -> message.append("\n- ").append(path));
                message.append("\n");
            });
            return message.toString().stripTrailing();
        }
    }

    /// Writes into the object who owns what of it after an update.
    ///
    /// @param before the stored object, or null if it is created
    /// @param after changed: its `metadata.managedFields` is set; what is there already counts
    /// @param now to the second
    public void update(@Nullable JsonObject before, JsonObject after, Manager manager, String now) {
        var managed = ManagedFields.parse(Json.arrayAt(after, "metadata", "managedFields"));
        var difference =
                Ownership.between(before == null ? new JsonObject() : before, after, schema);
        var changed = managed(difference.changed(), manager.subresource());
        managed.takeFromOthers(manager, changed.union(difference.removed()));
        managed.set(manager, managed.of(manager).minus(difference.removed()).union(changed), now);
        store(after, managed);
    }

    /// The live object with a configuration applied.
    ///
    /// @param live the stored object, or an empty one that is to be created
    /// @throws Conflict if others own what it changes and it does not use force
    public JsonObject apply(
            JsonObject live, JsonObject configuration, Manager manager, boolean force, String now) {
        var managed = ManagedFields.parse(Json.arrayAt(live, "metadata", "managedFields"));
        var claimed = managed(Ownership.claimed(configuration, schema), manager.subresource());
        var owned = claimed.union(managed.ofOthers(manager));
        var gone = managed.of(manager).minus(owned);
        var merged = Merge.merge(live, configuration, schema);
        var applied = Merge.remove(merged, gone, owned, schema).deepCopy().getAsJsonObject();

        var difference = Ownership.between(live, applied, schema);
        var conflicts = new LinkedHashMap<Manager, FieldSet>();
        for (var other : managed.others(manager)) {
            var taken = managed.of(other).intersection(difference.changed());
            if (!taken.isEmpty()) {
                conflicts.put(other, taken);
            }
        }
        if (!conflicts.isEmpty() && !force && !takesOver(live, manager, conflicts)) {
            throw new Conflict(conflicts);
        }
        managed.takeFromOthers(manager, difference.changed().union(difference.removed()));
        managed.set(manager, claimed, now);
        store(applied, managed);
        return applied;
    }

    /// `kubectl apply --server-side` may change what `kubectl apply` wrote before, as long as
    /// nobody else changed it meanwhile.
    private boolean takesOver(JsonObject live, Manager manager, Map<Manager, FieldSet> conflicts) {
        var last = Json.stringAt(live, "metadata", "annotations", LAST_APPLIED);
        if (!manager.name().equals("kubectl") || last == null) {
            return false;
        }
        JsonElement configuration;
        try {
            configuration = Json.parse(last);
        } catch (JsonParseException e) {
            return false;
        }
        var written = Ownership.claimed(configuration, schema);
        var changed = Ownership.between(configuration, live, schema).changed();
        var own = written.minus(changed);
        return conflicts.values().stream().allMatch(fields -> fields.minus(own).isEmpty());
    }

    private static void store(JsonObject object, ManagedFields managed) {
        var json = managed.json();
        Json.put(Json.child(object, "metadata"), "managedFields", json.isEmpty() ? null : json);
    }

    private FieldSet managed(FieldSet fields, String subresource) {
        var managed = fields.inner().without("f:apiVersion").without("f:kind");
        if (subresource.equals("status")) {
            return FieldSet.EMPTY.with("f:status", managed.child("f:status"));
        }
        var metadata = managed.child("f:metadata").inner();
        for (var name : UNMANAGED) {
            metadata = metadata.without("f:" + name);
        }
        if (statusApart) {
            managed = managed.without("f:status");
        }
        return managed.with("f:metadata", metadata);
    }
}
