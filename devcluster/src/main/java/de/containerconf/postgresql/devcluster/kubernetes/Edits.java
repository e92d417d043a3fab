package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.Updating.Edit;
import de.containerconf.postgresql.devcluster.kubernetes.apply.FieldManagement;
import de.containerconf.postgresql.devcluster.kubernetes.apply.Manager;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.JsonPatch;
import de.containerconf.postgresql.devcluster.kubernetes.json.MergePatch;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Pruning;

/// The ways to say how an object shall become.
final class Edits {

    private Edits() {}

    /// PUT.
    static Edit replacement(JsonObject body) {
        return new Edit() {
            @Override
            public JsonObject apply(JsonObject current) {
                return body;
            }

            @Override
            public boolean replaces() {
                return true;
            }
        };
    }

    static Edit mergePatch(JsonElement patch) {
        if (!(patch instanceof JsonObject changes)) {
            throw Failures.badRequest(
                    "error decoding patch: json: cannot unmarshal into Go value of type"
                            + " map[string]interface {}");
        }
        return current -> MergePatch.apply(current, changes).deepCopy().getAsJsonObject();
    }

    static Edit jsonPatch(JsonElement patch) {
        if (!(patch instanceof JsonArray operations)) {
            throw Failures.badRequest("invalid JSON patch");
        }
        return current -> {
            try {
                return JsonPatch.apply(current, operations).getAsJsonObject();
            } catch (JsonPatch.Failure e) {
                throw Failures.patchRejected();
            }
        };
    }

    /// The same edit by a client that uses another version than the stored one.
    static Edit converted(ResourceType type, Edit edit) {
        if (type.stored()) {
            return edit;
        }
        return new Edit() {
            @Override
            public JsonObject apply(JsonObject current) {
                var wanted = edit.apply(type.conversion().fromStored(current));
                Admission.decode(type, wanted);
                return type.conversion().toStored(wanted);
            }

            @Override
            public boolean replaces() {
                return edit.replaces();
            }
        };
    }

    /// Refuses a configuration with fields that nobody could own.
    static void requireKnownFields(ResourceType type, JsonObject configuration) {
        var unknown = Pruning.prune(configuration.deepCopy(), type.schema());
        if (!unknown.isEmpty()) {
            throw new ApiException(
                    500,
                    null,
                    "failed to create typed patch object (%s/%s; %s, Kind=%s): .%s: field not declared in schema"
                            .formatted(
                                    Json.textAt(configuration, "metadata", "namespace"),
                                    Json.textAt(configuration, "metadata", "name"),
                                    type.groupVersion(),
                                    type.kind(),
                                    unknown.getFirst()),
                    null);
        }
    }

    /// Server-side apply to an object that exists.
    static Edit apply(
            ResourceType type, JsonObject configuration, String subresource, WriteOptions options) {
        return new Edit() {
            @Override
            public JsonObject apply(JsonObject current) {
                return applied(type, current, configuration, subresource, options);
            }

            @Override
            public boolean managesFields() {
                return true;
            }
        };
    }

    /// What an apply makes of an object.
    ///
    /// @param current the object, or an empty one
    static JsonObject applied(
            ResourceType type,
            JsonObject current,
            JsonObject configuration,
            String subresource,
            WriteOptions options) {
        var manager =
                new Manager(
                        options.fieldManager(), Manager.APPLY, type.groupVersion(), subresource);
        try {
            return type.fieldManagement()
                    .apply(current, configuration, manager, options.force(), Cluster.now());
        } catch (FieldManagement.Conflict e) {
            throw new ApiException(
                    409,
                    "Conflict",
                    String.valueOf(e.getMessage()),
                    Json.object("causes", e.causes()));
        }
    }
}
