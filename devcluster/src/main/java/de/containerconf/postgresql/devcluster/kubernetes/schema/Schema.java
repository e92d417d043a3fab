package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of a structural schema, as in a CRD's `openAPIV3Schema`, parsed once. Immutable.
///
/// @param type `object`, `array`, `string`, `integer`, `number`, `boolean`, or "" for any
/// @param additional what values under other keys must look like, or null if there is no rule
/// @param open whether keys that are not known are kept
/// @param items what the elements of a list must look like, or null
/// @param list how a list is compared and merged
/// @param keys the fields that tell the elements of a `MAP` list apart
/// @param atomic whether a map is owned as a whole
/// @param fallback the default, or null
/// @param rules its `x-kubernetes-validations`
/// @param ruled whether there are rules here or below
public record Schema(
        String type,
        Map<String, Schema> properties,
        @Nullable Schema additional,
        boolean open,
        @Nullable Schema items,
        ListType list,
        List<String> keys,
        boolean atomic,
        boolean nullable,
        @Nullable JsonElement fallback,
        Constraints constraints,
        List<Rule> rules,
        boolean ruled) {

    /// `x-kubernetes-list-type`.
    public enum ListType {
        /// One value.
        ATOMIC,
        /// Scalars, each owned by itself.
        SET,
        /// Objects with a key, each owned by itself.
        MAP
    }

    /// Says nothing, keeps everything.
    public static final Schema ANY =
            parse(Json.object("x-kubernetes-preserve-unknown-fields", true));

    /// Reads a schema.
    ///
    /// @throws IllegalArgumentException if a pattern in it is none
    public static Schema parse(JsonObject json) {
        var properties = new LinkedHashMap<String, Schema>();
        Json.objectAt(json, "properties")
                .asMap()
                .forEach((key, each) -> properties.put(key, parse(each.getAsJsonObject())));
        var additional =
                json.get("additionalProperties") instanceof JsonObject values
                        ? parse(values)
                        : null;
        var items = json.get("items") instanceof JsonObject element ? parse(element) : null;
        var rules =
                Json.arrayAt(json, "x-kubernetes-validations").asList().stream()
                        .map(rule -> new Rule(rule.getAsJsonObject()))
                        .toList();
        var intOrString = Json.isTrue(json, "x-kubernetes-int-or-string");
        return new Schema(
                intOrString ? "" : Json.textAt(json, "type"),
                properties,
                additional,
                Json.isTrue(json, "x-kubernetes-preserve-unknown-fields")
                        || Json.isTrue(json, "additionalProperties"),
                items,
                switch (Json.textAt(json, "x-kubernetes-list-type")) {
                    case "set" -> ListType.SET;
                    case "map" -> ListType.MAP;
                    default -> ListType.ATOMIC;
                },
                Json.arrayAt(json, "x-kubernetes-list-map-keys").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                Json.textAt(json, "x-kubernetes-map-type").equals("atomic"),
                Json.isTrue(json, "nullable"),
                json.get("default"),
                Constraints.parse(json),
                rules,
                !rules.isEmpty()
                        || properties.values().stream().anyMatch(Schema::ruled)
                        || (additional != null && additional.ruled)
                        || (items != null && items.ruled));
    }

    /// The schema of the value under a key, or null if the key is not known.
    public @Nullable Schema property(String key) {
        var known = properties.get(key);
        if (known != null) {
            return known;
        }
        return additional == null && open ? ANY : additional;
    }

    /// The schema of the elements of a list.
    public Schema element() {
        return items == null ? ANY : items;
    }

    /// The same with some properties replaced.
    public Schema with(Map<String, Schema> replaced) {
        var all = new LinkedHashMap<>(properties);
        all.putAll(replaced);
        return new Schema(
                type,
                all,
                additional,
                open,
                items,
                list,
                keys,
                atomic,
                nullable,
                fallback,
                constraints,
                rules,
                ruled);
    }
}
