package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import org.jspecify.annotations.Nullable;

/// An answer that is a Status with `status: Failure`. See [Failures] for the usual ones.
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final @Nullable String reason;
    private final transient @Nullable JsonObject details;

    ApiException(int code, @Nullable String reason, String message, @Nullable JsonObject details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    int code() {
        return code;
    }

    /// How long the client shall wait, in seconds, or 0.
    int retryAfterSeconds() {
        var seconds = Json.at(details, "retryAfterSeconds");
        return seconds == null ? 0 : seconds.getAsInt();
    }

    /// The Status.
    JsonObject status() {
        var status =
                Json.object(
                        "kind", "Status",
                        "apiVersion", "v1",
                        "metadata", new JsonObject(),
                        "status", "Failure",
                        "message", getMessage());
        if (reason != null) {
            status.addProperty("reason", reason);
        }
        if (details != null) {
            status.add("details", details);
        }
        status.addProperty("code", code);
        return status;
    }
}
