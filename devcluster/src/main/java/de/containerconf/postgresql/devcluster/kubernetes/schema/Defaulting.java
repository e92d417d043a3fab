package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/// Fills in what a schema has a default for; a null where none is allowed counts as absent.
public final class Defaulting {

    private Defaulting() {}

    /// Fills in the tree itself.
    public static void apply(JsonElement value, Schema schema) {
        switch (value) {
            case JsonObject object -> {
                schema.properties().forEach((key, property) -> fill(object, key, property));
                var additional = schema.additional();
                if (additional != null) {
                    object.asMap()
                            .forEach((key, each) -> {
                                if (!schema.properties().containsKey(key)) {
                                    apply(each, additional);
                                }
                            });
                }
            }
            case JsonArray array -> array.forEach(each -> apply(each, schema.element()));
            default -> {
                // Scalars have nothing inside.
            }
        }
    }

    private static void fill(JsonObject object, String key, Schema schema) {
        var value = object.get(key);
        if (value instanceof JsonNull && !schema.nullable()) {
            object.remove(key);
            value = null;
        }
        var fallback = schema.fallback();
        if (value == null && fallback != null) {
            value = fallback.deepCopy();
            object.add(key, value);
        }
        if (value != null) {
            apply(value, schema);
        }
    }
}
