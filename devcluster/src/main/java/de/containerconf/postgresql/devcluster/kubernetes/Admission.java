package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Defaulting;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Pruning;
import de.containerconf.postgresql.devcluster.kubernetes.schema.RuleCheck;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What every written object goes through: decoding, pruning, defaults, validation. Stateless.
final class Admission {

    private Admission() {}

    /// Checks that the body is an object of that type, with readable metadata.
    static void decode(ResourceType type, JsonObject object) {
        var kind = Json.textAt(object, "kind");
        var name = Json.textAt(object, "metadata", "name");
        if (kind.isEmpty() && type.custom()) {
            throw Failures.badRequest(
                    "the object provided is unrecognized (must be of type %s): Object 'Kind' is missing in '%s'"
                            .formatted(type.kind(), object));
        }
        if (!kind.isEmpty() && !kind.equals(type.kind())) {
            var detail = "must be " + type.kind();
            throw Failures.invalid(
                    kind + "." + type.group(), name, List.of(Cause.invalid("kind", kind, detail)));
        }
        var apiVersion = Json.textAt(object, "apiVersion");
        if (!apiVersion.isEmpty() && !apiVersion.equals(type.groupVersion())) {
            throw Failures.badRequest(
                    "the API version in the data (%s) does not match the expected API version (%s)"
                            .formatted(apiVersion, type.groupVersion()));
        }
        object.addProperty("apiVersion", type.groupVersion());
        object.addProperty("kind", type.kind());
        Metadata.normalize(Json.child(object, "metadata"));
        readable(type, object);
    }

    /// A wrong type in metadata, or anywhere in a built-in kind, cannot be decoded.
    private static void readable(ResourceType type, JsonObject object) {
        var schema = type.schema();
        var metadata = schema.property("metadata");
        if (metadata == null) {
            return;
        }
        var causes =
                type.custom()
                        ? Validation.check(
                                object.getAsJsonObject("metadata"), null, metadata, "metadata")
                        : Validation.check(object, null, schema, "");
        for (var cause : causes) {
            if (cause.reason().equals("FieldValueTypeInvalid")) {
                throw Failures.badRequest(
                        "%s in version \"%s\" cannot be handled as a %s: json: cannot unmarshal: %s"
                                .formatted(type.kind(), type.version(), type.kind(), cause));
            }
        }
    }

    /// Removes what the schema does not know.
    ///
    /// @return warnings
    static List<String> prune(ResourceType type, JsonObject object, WriteOptions options) {
        var unknown =
                Pruning.prune(object, type.schema()).stream()
                        .map("unknown field \"%s\""::formatted)
                        .toList();
        if (!unknown.isEmpty() && options.fieldValidation().equals("Strict")) {
            throw Failures.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                            .formatted(
                                    type.kind(),
                                    type.version(),
                                    type.kind(),
                                    unknown.stream().collect(Collectors.joining(", "))));
        }
        return options.fieldValidation().equals("Ignore") ? List.of() : unknown;
    }

    static void fillIn(ResourceType type, JsonObject object) {
        Defaulting.apply(object, type.schema());
    }

    /// Refuses what is invalid and was not so before.
    ///
    /// @param more what was found wrong besides
    static void validate(
            ResourceType type, JsonObject object, @Nullable JsonObject before, List<Cause> more) {
        var causes = new ArrayList<>(more);
        if (type.custom()) {
            causes.addAll(Validation.check(object, before, type.ownSchema(), ""));
        }
        if (type.schema().ruled()) {
            if (causes.stream().anyMatch(Cause::suppressesRules)) {
                causes.add(Cause.rulesNotChecked());
            } else {
                causes.addAll(RuleCheck.check(object, before, type.ownSchema()));
            }
        }
        if (causes.isEmpty()) {
            return;
        }
        throw Failures.invalid(
                type.qualifiedKind(), Json.textAt(object, "metadata", "name"), causes);
    }
}
