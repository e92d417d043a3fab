package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The rules of `metadata` that all kinds share.
final class Metadata {

    private static final String SUBDOMAIN_PATTERN =
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_PATTERN);
    private static final int NAME_LIMIT = 253;
    private static final int ANNOTATION_LIMIT = 256 * 1024;

    /// What only the server sets.
    static final List<String> SERVER_SET =
            List.of(
                    "uid",
                    "creationTimestamp",
                    "generation",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "resourceVersion",
                    "selfLink");

    private Metadata() {}

    /// Nulls and empty collections are the same as absent ones.
    static void normalize(JsonObject metadata) {
        for (var key : List.copyOf(metadata.keySet())) {
            var empty =
                    switch (metadata.get(key)) {
                        case JsonNull _ -> true;
                        case JsonArray array -> array.isEmpty() && !key.equals("managedFields");
                        case JsonObject object -> object.isEmpty();
                        default -> false;
                    };
            if (empty) {
                metadata.remove(key);
            }
        }
    }

    static List<String> finalizers(JsonObject object) {
        return Json.arrayAt(object, "metadata", "finalizers").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    static List<Cause> check(JsonObject object) {
        var causes = new ArrayList<Cause>();
        var name = Json.textAt(object, "metadata", "name");
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else if (name.length() > NAME_LIMIT || !SUBDOMAIN.matcher(name).matches()) {
            causes.add(
                    Cause.invalid(
                            "metadata.name",
                            name,
                            "a lowercase RFC 1123 subdomain must consist of lower case"
                                    + " alphanumeric characters, '-' or '.', and must start and"
                                    + " end with an alphanumeric character (e.g. 'example.com',"
                                    + " regex used for validation is '"
                                    + SUBDOMAIN_PATTERN
                                    + "')"));
        }
        var size =
                Json.objectAt(object, "metadata", "annotations").asMap().entrySet().stream()
                        .mapToLong(
                                each -> bytes(each.getKey()) + bytes(each.getValue().getAsString()))
                        .sum();
        if (size > ANNOTATION_LIMIT) {
            causes.add(
                    new Cause(
                            "metadata.annotations",
                            "FieldValueTooLong",
                            "Too long: may not be more than " + ANNOTATION_LIMIT + " bytes",
                            false));
        }
        return causes;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Finalizers may only leave an object that is being deleted. The API server checks this twice,
    /// and says so twice.
    static List<Cause> checkFinalizers(JsonObject before, JsonObject after) {
        if (!before.getAsJsonObject("metadata").has("deletionTimestamp")) {
            return List.of();
        }
        var added = new ArrayList<>(finalizers(after));
        added.removeAll(finalizers(before));
        if (added.isEmpty()) {
            return List.of();
        }
        var shown =
                added.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", "));
        var cause =
                Cause.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new"
                                + " finalizers []string{"
                                + shown
                                + "}");
        return List.of(cause, cause);
    }

    static List<String> warnings(JsonObject before, JsonObject after) {
        var known = finalizers(before);
        return finalizers(after).stream()
                .filter(each -> !each.contains("/") && !known.contains(each))
                .map(each ->
                        ("metadata.finalizers: \"%s\": prefer a domain-qualified finalizer"
                                        + " name to avoid accidental conflicts with other"
                                        + " finalizer writers")
                                .formatted(each))
                .toList();
    }

    static void copy(JsonObject from, JsonObject to, String key) {
        Json.put(to.getAsJsonObject("metadata"), key, from.getAsJsonObject("metadata").get(key));
    }
}
