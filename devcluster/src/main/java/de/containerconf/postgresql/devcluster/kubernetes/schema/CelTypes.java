package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What CEL sees of a schema and of values, as "Validation rules" in the Kubernetes documentation
/// says; dates and durations are text here. Used by one thread.
final class CelTypes {

    private static final Set<String> RESERVED =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return");

    private final Map<String, CelType> structs = new LinkedHashMap<>();

    /// The types of objects that were met, by name.
    Map<String, CelType> structs() {
        return structs;
    }

    /// The type of the values of a schema.
    CelType of(Schema schema) {
        return switch (schema.type()) {
            case "string" -> SimpleType.STRING;
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            case "array" -> ListType.create(of(schema.element()));
            case "object" -> object(schema);
            default -> SimpleType.DYN;
        };
    }

    // Nobody changes the fields any more.
    @SuppressWarnings("Immutable")
    private CelType object(Schema schema) {
        var additional = schema.additional();
        if (additional != null) {
            return MapType.create(SimpleType.STRING, of(additional));
        }
        if (schema.properties().isEmpty()) {
            return SimpleType.DYN;
        }
        var fields = new LinkedHashMap<String, CelType>();
        schema.properties().forEach((key, each) -> fields.put(escaped(key), of(each)));
        var name = "object" + structs.size();
        var struct =
                StructType.create(
                        name,
                        ImmutableSet.copyOf(fields.keySet()),
                        field -> Optional.ofNullable(fields.get(field)));
        structs.put(name, struct);
        return struct;
    }

    /// A value as CEL has it.
    static Object value(JsonElement json, Schema schema) {
        return switch (json) {
            case JsonObject object -> {
                var map = new LinkedHashMap<String, Object>();
                object.asMap()
                        .forEach((key, each) -> {
                            var known = schema.properties().get(key);
                            var below = schema.property(key);
                            if (!each.isJsonNull()) {
                                map.put(
                                        known == null ? key : escaped(key),
                                        value(each, below == null ? Schema.ANY : below));
                            }
                        });
                yield map;
            }
            case JsonArray array -> {
                var list = new ArrayList<>();
                array.forEach(each -> list.add(value(each, schema.element())));
                yield list;
            }
            case JsonPrimitive scalar when scalar.isBoolean() -> scalar.getAsBoolean();
            case JsonPrimitive scalar when scalar.isNumber() -> number(scalar, schema);
            default -> json.getAsString();
        };
    }

    private static Object number(JsonPrimitive scalar, Schema schema) {
        var number = scalar.getAsDouble();
        var whole = !schema.type().equals("number") && number == Math.rint(number);
        return whole ? (Object) scalar.getAsLong() : (Object) number;
    }

    private static String escaped(String name) {
        if (RESERVED.contains(name)) {
            return "__" + name + "__";
        }
        return name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
    }
}
