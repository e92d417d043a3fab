package de.containerconf.postgresql.devcluster.kubernetes.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of JSONPath that printer columns and selectable fields use: names, indexes, and the
/// filter `[?(@.key=="value")]`, of which the first match counts. Immutable.
public final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile(
                    "\\.((?:[^.\\[\\\\]|\\\\.)+)"
                            + "|\\[\\?\\(@\\.([A-Za-z0-9_-]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)]"
                            + "|\\['([^']+)']"
                            + "|\\[(\\d+)]");

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    private interface Step {
        @Nullable JsonElement from(JsonElement element);
    }

    /// Compiles a path such as `.status.conditions[?(@.type=="Ready")].status`.
    ///
    /// @throws IllegalArgumentException if it uses more than is supported
    public static JsonPath of(String text) {
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text);
        var end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("unsupported JSONPath: " + text);
            }
            end = matcher.end();
            if (matcher.group(2) != null) {
                var key = matcher.group(2);
                var value = matcher.group(3);
                steps.add(element -> first(element, key, value));
            } else if (matcher.group(5) != null) {
                var index = Integer.parseInt(matcher.group(5));
                steps.add(element -> at(element, index));
            } else {
                var name = matcher.group(1) != null ? matcher.group(1) : matcher.group(4);
                var key = name.replace("\\", "");
                steps.add(element -> Json.at(element, key));
            }
        }
        return new JsonPath(steps);
    }

    /// What the path finds, or null.
    public @Nullable JsonElement find(JsonObject object) {
        JsonElement here = object;
        for (var step : steps) {
            if (here == null) {
                return null;
            }
            here = step.from(here);
        }
        return here;
    }

    private static @Nullable JsonElement first(JsonElement list, String key, String value) {
        if (list instanceof JsonArray array) {
            for (var each : array) {
                if (value.equals(Json.stringAt(each, key))) {
                    return each;
                }
            }
        }
        return null;
    }

    private static @Nullable JsonElement at(JsonElement list, int index) {
        return list instanceof JsonArray array && index < array.size() ? array.get(index) : null;
    }
}
