package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The time format of events and leases: exactly six digits after the second (meta/v1 `MicroTime`).
final class MicroTime {

    private static final Pattern FORMAT =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

    private MicroTime() {}

    /// Refuses another format: 400 on create, 422 where a patch made it.
    static void check(JsonObject object, @Nullable JsonObject before, String... path) {
        var text = Json.stringAt(object, path);
        if (text == null || FORMAT.matcher(text).matches()) {
            return;
        }
        var message =
                "parsing time \"%s\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse"
                        .formatted(text);
        if (before == null) {
            throw Failures.badRequest(message);
        }
        throw new ApiException(422, "Invalid", message, new JsonObject());
    }
}
