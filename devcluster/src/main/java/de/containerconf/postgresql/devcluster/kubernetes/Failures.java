package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.util.List;

/// The refusals of the API server, in its words (Kubernetes 1.37).
final class Failures {

    private Failures() {}

    static ApiException notFound(ResourceType type, String name) {
        return new ApiException(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(type.qualified(), name),
                details(type, name));
    }

    static ApiException alreadyExists(ResourceType type, String name, boolean deleting) {
        var exists = "%s \"%s\" already exists".formatted(type.qualified(), name);
        return new ApiException(
                409,
                "AlreadyExists",
                deleting ? "object is being deleted: " + exists : exists,
                details(type, name));
    }

    static ApiException conflict(ResourceType type, String name, String detail) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(type.qualified(), name, detail),
                details(type, name));
    }

    /// A precondition of a DELETE that does not hold; it names the kind, unlike other conflicts.
    static ApiException precondition(ResourceType type, String name, String detail) {
        var details = details(type, name);
        details.addProperty("kind", type.kind());
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(type.qualifiedKind(), name, detail),
                details);
    }

    static ApiException modified(ResourceType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version"
                        + " and try again");
    }

    static ApiException forbidden(
            ResourceType type, String name, String message, JsonArray causes) {
        var details = details(type, name);
        if (!causes.isEmpty()) {
            details.add("causes", causes);
        }
        return new ApiException(
                403,
                "Forbidden",
                "%s \"%s\" is forbidden: %s".formatted(type.qualified(), name, message),
                details);
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, null);
    }

    static ApiException notAllowed(String method) {
        return new ApiException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource: " + method,
                new JsonObject());
    }

    static ApiException unsupportedMediaType(String accepted) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + accepted,
                null);
    }

    static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, null);
    }

    /// A JSON Patch that does not fit.
    static ApiException patchRejected() {
        return new ApiException(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request",
                new JsonObject());
    }

    /// @param subject such as `PostgreSQLConfig.containerconf.de`
    static ApiException invalid(String subject, String name, List<Cause> causes) {
        var dot = subject.indexOf('.');
        var details = new JsonObject();
        if (!name.isEmpty()) {
            details.addProperty("name", name);
        }
        if (dot >= 0) {
            details.addProperty("group", subject.substring(dot + 1));
        }
        details.addProperty("kind", dot < 0 ? subject : subject.substring(0, dot));
        var array = new JsonArray();
        causes.forEach(cause -> array.add(cause.json()));
        details.add("causes", array);
        var distinct = causes.stream().map(Cause::toString).distinct().toList();
        var all = String.join(", ", distinct);
        return new ApiException(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s"
                        .formatted(subject, name, distinct.size() == 1 ? all : "[" + all + "]"),
                details);
    }

    static ApiException tooLargeResourceVersion(long wanted, long current) {
        var cause =
                Json.object(
                        "reason", "ResourceVersionTooLarge",
                        "message", "Too large resource version");
        return new ApiException(
                504,
                "Timeout",
                "Timeout: Too large resource version: %d, current: %d".formatted(wanted, current),
                Json.object("causes", List.of(cause), "retryAfterSeconds", 1));
    }

    static ApiException initializing() {
        return new ApiException(
                429,
                "TooManyRequests",
                "storage is (re)initializing",
                Json.object("retryAfterSeconds", 1));
    }

    private static JsonObject details(ResourceType type, String name) {
        var details = Json.object("name", name);
        if (!type.group().isEmpty()) {
            details.addProperty("group", type.group());
        }
        details.addProperty("kind", type.plural());
        return details;
    }
}
