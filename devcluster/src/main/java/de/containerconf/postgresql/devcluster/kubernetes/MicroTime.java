package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The time format of events and leases: exactly six digits after the second (meta/v1 `MicroTime`).
final class MicroTime {

    private static final Pattern FORMAT =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

    private MicroTime() {}

    /// Refuses another format: 400 on create, 422 where a patch made it.
    static void check(String kind, JsonObject object, @Nullable JsonObject before, String... path) {
        var text = Json.stringAt(object, path);
        if (text == null || FORMAT.matcher(text).matches()) {
            return;
        }
        var message =
                "parsing time \"%s\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\""
                        .formatted(text);
        if (before == null) {
            throw Failures.badRequest(
                    "%s in version \"v1\" cannot be handled as a %s: %s"
                            .formatted(kind, kind, message));
        }
        throw Failures.invalid("", "", List.of(Cause.invalid("patch", object.toString(), message)));
    }
}
