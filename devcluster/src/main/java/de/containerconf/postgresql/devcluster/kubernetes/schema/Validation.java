package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks a tree against a schema. On an update it ratchets: what was already there unchanged is
/// not held against the object ("validation ratcheting", on by default since Kubernetes 1.30).
public final class Validation {

    private final List<Cause> causes = new ArrayList<>();
    private final boolean update;

    private Validation(boolean update) {
        this.update = update;
    }

    /// What is wrong with the value.
    ///
    /// @param before the value that it replaces, or null
    public static List<Cause> check(
            JsonElement value, @Nullable JsonElement before, Schema schema, String path) {
        var validation = new Validation(before != null);
        validation.visit(value, before, schema, path);
        return validation.causes;
    }

    private void visit(
            JsonElement value, @Nullable JsonElement before, Schema schema, String path) {
        if (value.equals(before) || (value instanceof JsonNull && schema.nullable())) {
            return;
        }
        var type = typeOf(value, schema.type());
        if (!schema.type().isEmpty() && !type.equals(schema.type())) {
            causes.add(
                    new Cause(
                            path,
                            "FieldValueTypeInvalid",
                            "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                                    .formatted(type, shown(path), schema.type(), type),
                            true));
            return;
        }
        allowed(value, schema.constraints(), path);
        switch (value) {
            case JsonObject object -> object(object, before, schema, path);
            case JsonArray array -> array(array, before, schema, path);
            case JsonPrimitive scalar when scalar.isString() ->
                    new Strings(schema.constraints(), path, shown(path), causes::add)
                            .check(value.getAsString());
            case JsonPrimitive scalar when scalar.isNumber() ->
                    number(scalar, schema.constraints(), path);
            default -> {
                // Nothing to check of a boolean or null.
            }
        }
    }

    private void allowed(JsonElement value, Constraints constraints, String path) {
        if (constraints.allowed().isEmpty() || constraints.allowed().contains(value)) {
            return;
        }
        var supported =
                constraints.allowed().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        causes.add(
                new Cause(
                        path,
                        "FieldValueNotSupported",
                        "Unsupported value: " + value + ": supported values: " + supported,
                        true));
    }

    private void object(
            JsonObject object, @Nullable JsonElement before, Schema schema, String path) {
        size(
                object.size(),
                "properties",
                schema.constraints().minProperties(),
                schema.constraints().maxProperties(),
                path);
        var prefix = path.isEmpty() ? "" : path + ".";
        object.asMap()
                .forEach((key, each) -> {
                    var property = schema.property(key);
                    if (property != null) {
                        visit(each, Json.at(before, key), property, prefix + key);
                    }
                });
        for (var key : schema.constraints().required()) {
            if (!object.has(key)) {
                causes.add(Cause.required(prefix + key, ""));
            }
        }
    }

    private void array(JsonArray array, @Nullable JsonElement before, Schema schema, String path) {
        size(
                array.size(),
                "items",
                schema.constraints().minItems(),
                schema.constraints().maxItems(),
                path);
        var keyed = schema.list() == Schema.ListType.MAP;
        var earlier = keyed ? byKey(before, schema) : Map.<JsonObject, JsonElement>of();
        var seen = new HashMap<JsonElement, Integer>();
        for (var i = 0; i < array.size(); i++) {
            var each = array.get(i);
            var key = keyed ? keyOf(each, schema) : each;
            if (schema.list() != Schema.ListType.ATOMIC && seen.put(key, i) != null) {
                causes.add(
                        new Cause(
                                path + "[" + i + "]",
                                "FieldValueDuplicate",
                                "Duplicate value: " + key,
                                false));
            }
            visit(each, keyed ? earlier.get(key) : null, schema.element(), path + "[" + i + "]");
        }
    }

    /// The elements of a list with keys.
    static Map<JsonObject, JsonElement> byKey(@Nullable JsonElement list, Schema schema) {
        var elements = new HashMap<JsonObject, JsonElement>();
        if (list instanceof JsonArray array) {
            array.forEach(each -> elements.putIfAbsent(keyOf(each, schema), each));
        }
        return elements;
    }

    /// What tells an element of a list with keys from the others.
    static JsonObject keyOf(JsonElement element, Schema schema) {
        var key = new JsonObject();
        schema.keys().forEach(field -> key.add(field, Json.at(element, field)));
        return key;
    }

    private void number(JsonPrimitive value, Constraints constraints, String path) {
        var minimum = constraints.minimum();
        if (minimum != null && value.getAsDouble() < minimum) {
            causes.add(
                    Cause.invalid(
                            path,
                            value,
                            path
                                    + " in body should be greater than or equal to "
                                    + plain(minimum)));
        }
        var maximum = constraints.maximum();
        if (maximum != null && value.getAsDouble() > maximum) {
            causes.add(
                    Cause.invalid(
                            path,
                            value,
                            shown(path)
                                    + " in body should be less than or equal to "
                                    + plain(maximum)));
        }
    }

    private void size(int size, String what, @Nullable Long min, @Nullable Long max, String path) {
        if (max != null && size > max) {
            causes.add(
                    new Cause(
                            path,
                            "FieldValueTooMany",
                            "Too many: %d: must have at most %d %s"
                                    .formatted(size, max, what.equals("items") ? "items" : what),
                            true));
        }
        if (min != null && size < min) {
            causes.add(
                    Cause.invalid(
                            path,
                            size,
                            "%s in body should have at least %d %s"
                                    .formatted(shown(path), min, what)));
        }
    }

    /// A path as messages show it: the API server leaves out its first part on updates.
    private String shown(String path) {
        var dot = path.indexOf('.');
        return update && dot >= 0 ? path.substring(dot + 1) : path;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// The name of the value's JSON type; `wanted` decides between integer and number.
    private static String typeOf(JsonElement value, String wanted) {
        return switch (value) {
            case JsonObject _ -> "object";
            case JsonArray _ -> "array";
            case JsonPrimitive scalar when scalar.isString() -> "string";
            case JsonPrimitive scalar when scalar.isBoolean() -> "boolean";
            case JsonPrimitive scalar when scalar.isNumber() -> {
                var whole = scalar.getAsDouble() == Math.rint(scalar.getAsDouble());
                yield whole && !wanted.equals("number") ? "integer" : "number";
            }
            default -> "null";
        };
    }
}
