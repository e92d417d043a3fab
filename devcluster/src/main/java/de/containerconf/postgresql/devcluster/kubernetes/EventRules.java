package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Events of `events.k8s.io/v1`: what must be there, how long it may be, and that only the series
/// changes.
final class EventRules implements KindRules {

    private static final List<String> REQUIRED =
            List.of("eventTime", "reportingController", "reportingInstance", "action", "reason");
    private static final List<String> FIXED =
            List.of(
                    "eventTime",
                    "reportingController",
                    "reportingInstance",
                    "action",
                    "reason",
                    "regarding",
                    "related",
                    "note",
                    "type");
    private static final int NOTE_BYTES = 1024;
    private static final int WORD_LENGTH = 128;

    @Override
    public boolean unconditionalUpdate() {
        return true;
    }

    @Override
    public List<Cause> check(JsonObject object, @Nullable JsonObject before) {
        MicroTime.check("Event", object, before, "eventTime");
        MicroTime.check("Event", object, before, "series", "lastObservedTime");
        var causes = new ArrayList<Cause>();
        place(object, causes);
        if (object.has("eventTime")) {
            strict(object, causes);
        } else if (!object.has("deprecatedFirstTimestamp")) {
            // With that it is one of the old API, v1, which has none of the rest either.
            causes.add(Cause.required("eventTime", ""));
        }
        if (before != null) {
            unchanged(object, before, causes);
        }
        return causes;
    }

    private static void strict(JsonObject object, List<Cause> causes) {
        for (var field : REQUIRED) {
            if (Json.textAt(object, field).isEmpty()) {
                causes.add(Cause.required(field, ""));
            }
        }
        for (var field : List.of("reason", "action", "reportingInstance")) {
            if (Json.textAt(object, field).length() > WORD_LENGTH) {
                causes.add(
                        Cause.invalid(
                                field,
                                Json.textAt(object, field),
                                "can have at most " + WORD_LENGTH + " characters"));
            }
        }
        if (Json.textAt(object, "note").getBytes(StandardCharsets.UTF_8).length > NOTE_BYTES) {
            causes.add(
                    Cause.invalid("message", "", "can have at most " + NOTE_BYTES + " characters"));
        }
        var type = Json.textAt(object, "type");
        if (!List.of("Normal", "Warning").contains(type)) {
            causes.add(Cause.invalid("type", "", "has invalid value: " + type));
        }
        var count = Json.at(object, "series", "count");
        if (object.has("series") && (count == null || count.getAsLong() < 2)) {
            causes.add(Cause.invalid("series.count", "", "should be at least 2"));
        }
    }

    /// What has no namespace is reported in `default`.
    private static void place(JsonObject object, List<Cause> causes) {
        var namespace = Json.textAt(object, "metadata", "namespace");
        if (!namespace.equals("default")
                && Json.textAt(object, "regarding", "namespace").isEmpty()) {
            causes.add(
                    Cause.invalid(
                            "involvedObject.namespace", "", "does not match event.namespace"));
        }
    }

    private static void unchanged(JsonObject object, JsonObject before, List<Cause> causes) {
        for (var field : FIXED) {
            if (!Objects.equals(object.get(field), before.get(field))) {
                causes.add(
                        Cause.invalid(
                                CoreEvents.NAMES.getOrDefault(field, field),
                                Json.textAt(object, field),
                                "field is immutable"));
            }
        }
    }
}
