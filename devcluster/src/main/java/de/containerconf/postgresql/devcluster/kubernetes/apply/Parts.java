package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parts of a value that can be owned separately, by path element, in their order.
final class Parts {

    private Parts() {}

    /// One part.
    record Part(JsonElement value, Schema schema) {}

    /// The parts, or null if the value is owned as a whole.
    static @Nullable Map<String, Part> of(JsonElement value, Schema schema) {
        return switch (value) {
            case JsonObject object when !schema.atomic() -> {
                var parts = new LinkedHashMap<String, Part>();
                object.asMap()
                        .forEach((key, each) -> {
                            var known = schema.property(key);
                            parts.put(
                                    "f:" + key, new Part(each, known == null ? Schema.ANY : known));
                        });
                yield parts;
            }
            case JsonArray array when schema.list() != Schema.ListType.ATOMIC -> {
                var parts = new LinkedHashMap<String, Part>();
                array.forEach(each ->
                        parts.putIfAbsent(element(each, schema), new Part(each, schema.element())));
                yield parts;
            }
            default -> null;
        };
    }

    private static String element(JsonElement each, Schema schema) {
        if (schema.list() == Schema.ListType.SET) {
            return "v:" + each;
        }
        var keys = new TreeMap<String, JsonElement>();
        for (var key : schema.keys()) {
            var value = Json.at(each, key);
            var property = schema.element().property(key);
            if (value == null && property != null) {
                value = property.fallback();
            }
            if (value != null) {
                keys.put(key, value);
            }
        }
        return "k:" + Json.element(keys);
    }
}
