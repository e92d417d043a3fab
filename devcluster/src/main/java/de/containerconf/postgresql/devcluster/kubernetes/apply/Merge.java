package de.containerconf.postgresql.devcluster.kubernetes.apply;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.apply.Parts.Part;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts values together, and takes fields away, part by part. Neither changes its arguments.
final class Merge {

    private Merge() {}

    /// The live value with everything that is applied in it.
    static JsonElement merge(@Nullable JsonElement live, JsonElement applied, Schema schema) {
        var old = live == null ? null : Parts.of(live, schema);
        var parts = Parts.of(applied, schema);
        if (old == null || parts == null) {
            return applied;
        }
        var merged = new LinkedHashMap<String, JsonElement>();
        old.forEach((element, part) -> merged.put(element, part.value()));
        parts.forEach((element, part) ->
                merged.put(element, merge(merged.get(element), part.value(), part.schema())));
        return assemble(applied, merged);
    }

    /// The value without the fields of a set, except what others own of it. Containers that became
    /// empty go with their content.
    static JsonElement remove(JsonElement value, FieldSet gone, FieldSet owned, Schema schema) {
        var parts = Parts.of(value, schema);
        if (parts == null || gone.children().isEmpty()) {
            return value;
        }
        var kept = new LinkedHashMap<String, JsonElement>();
        parts.forEach((element, part) -> {
            var rest = keep(part, gone.child(element), owned.child(element));
            if (rest != null) {
                kept.put(element, rest);
            }
        });
        return assemble(value, kept);
    }

    private static @Nullable JsonElement keep(Part part, FieldSet gone, FieldSet owned) {
        if (gone.isEmpty()) {
            return part.value();
        }
        if (gone.member() && owned.isEmpty()) {
            return null;
        }
        var rest = remove(part.value(), gone, owned, part.schema());
        return isEmpty(rest) && !owned.member() ? null : rest;
    }

    private static boolean isEmpty(JsonElement value) {
        return switch (value) {
            case JsonObject object -> object.isEmpty();
            case JsonArray array -> array.isEmpty();
            default -> false;
        };
    }

    private static JsonElement assemble(JsonElement like, Map<String, JsonElement> parts) {
        if (like instanceof JsonArray) {
            var array = new JsonArray();
            parts.values().forEach(array::add);
            return array;
        }
        var object = new JsonObject();
        parts.forEach((element, value) -> object.add(element.substring(2), value));
        return object;
    }
}
