package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Events of `v1`, the form that `kubectl describe` and `kubectl get events` read, from those of
/// `events.k8s.io/v1`: the same objects under other names.
final class CoreEvents implements Conversion {

    /// The name in `v1`, by the name in `events.k8s.io/v1`.
    static final Map<String, String> NAMES =
            Map.of(
                    "regarding", "involvedObject",
                    "note", "message",
                    "reportingController", "reportingComponent",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count");

    private static final Map<String, String> BACK = inverted();

    private static Map<String, String> inverted() {
        var back = new LinkedHashMap<String, String>();
        NAMES.forEach((events, core) -> back.put(core, events));
        return Map.copyOf(back);
    }

    @Override
    public JsonObject toStored(JsonObject object) {
        return renamed(object, BACK, "events.k8s.io/v1");
    }

    @Override
    public JsonObject fromStored(JsonObject object) {
        return renamed(object, NAMES, "v1");
    }

    private static JsonObject renamed(
            JsonObject object, Map<String, String> names, String apiVersion) {
        var renamed = new JsonObject();
        object.deepCopy()
                .asMap()
                .forEach((key, value) -> renamed.add(names.getOrDefault(key, key), value));
        renamed.addProperty("apiVersion", apiVersion);
        return renamed;
    }
}
