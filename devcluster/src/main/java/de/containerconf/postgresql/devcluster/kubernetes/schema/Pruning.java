package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Drops the fields that a schema does not know. Pure but for the tree that it prunes.
public final class Pruning {

    private Pruning() {}

    /// Removes unknown fields from the tree.
    ///
    /// @return their paths, sorted, such as `spec.modee`
    public static List<String> prune(JsonElement value, Schema schema) {
        var unknown = new ArrayList<String>();
        prune(value, schema, "", unknown);
        unknown.sort(null);
        return unknown;
    }

    private static void prune(JsonElement value, Schema schema, String path, List<String> unknown) {
        if (value instanceof JsonArray array) {
            for (var i = 0; i < array.size(); i++) {
                prune(array.get(i), schema.element(), path + "[" + i + "]", unknown);
            }
        } else if (value instanceof JsonObject object && !schema.equals(Schema.ANY)) {
            for (var key : List.copyOf(object.keySet())) {
                var below = path.isEmpty() ? key : path + "." + key;
                var known = schema.property(key);
                if (known == null) {
                    unknown.add(below);
                    object.remove(key);
                } else {
                    prune(object.get(key), known, below, unknown);
                }
            }
        }
    }
}
