package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the CEL rules of a schema about a tree. Also these ratchet: a rule that does not compare
/// with the old value is not held against a value that did not change.
public final class RuleCheck {

    /// How messages call the whole object.
    static final String ROOT = "<nil>";

    private final List<Cause> causes = new ArrayList<>();

    private RuleCheck() {}

    /// Loads the compiler, which takes a second, before it is needed.
    public static void prepare() {
        var text = Json.object("type", "string");
        var _ = new Rule(Json.object("rule", "true")).problems(Schema.parse(text), "");
    }

    /// What the rules say against a value whose types are right.
    ///
    /// @param before the value that it replaces, or null
    public static List<Cause> check(
            JsonElement value, @Nullable JsonElement before, Schema schema) {
        var check = new RuleCheck();
        check.visit(value, before, schema, "");
        return check.causes;
    }

    /// Why rules of a schema cannot be used.
    ///
    /// @param path of the schema in the CRD
    public static List<Cause> problems(Schema schema, String path) {
        var check = new RuleCheck();
        check.compile(schema, path);
        return check.causes;
    }

    private void compile(Schema schema, String path) {
        if (!schema.ruled()) {
            return;
        }
        for (var i = 0; i < schema.rules().size(); i++) {
            var place = "%s.x-kubernetes-validations[%d]".formatted(path, i);
            causes.addAll(schema.rules().get(i).problems(schema, place));
        }
        schema.properties()
                .forEach((key, each) -> compile(each, "%s.properties[%s]".formatted(path, key)));
        var additional = schema.additional();
        if (additional != null) {
            compile(additional, path + ".additionalProperties");
        }
        compile(schema.element(), path + ".items");
    }

    private void visit(
            JsonElement value, @Nullable JsonElement before, Schema schema, String path) {
        if (!schema.ruled() || value instanceof JsonNull) {
            return;
        }
        for (var rule : schema.rules()) {
            rule.check(value, before, schema, path.isEmpty() ? ROOT : path).ifPresent(causes::add);
        }
        switch (value) {
            case JsonObject object -> object(object, before, schema, path);
            case JsonArray array -> array(array, before, schema, path);
            default -> {
                // Scalars have nothing inside.
            }
        }
    }

    private void object(
            JsonObject object, @Nullable JsonElement before, Schema schema, String path) {
        var prefix = path.isEmpty() ? "" : path + ".";
        object.asMap()
                .forEach((key, each) -> {
                    var property = schema.property(key);
                    if (property != null) {
                        var named = schema.properties().containsKey(key);
                        var below = named ? prefix + key : "%s[%s]".formatted(path, key);
                        visit(each, Json.at(before, key), property, below);
                    }
                });
    }

    /// Only the elements of a list with keys are known to be the same as before.
    private void array(JsonArray array, @Nullable JsonElement before, Schema schema, String path) {
        var keyed = schema.list() == Schema.ListType.MAP;
        var earlier = keyed ? Validation.byKey(before, schema) : Map.<JsonObject, JsonElement>of();
        for (var i = 0; i < array.size(); i++) {
            var each = array.get(i);
            var old = keyed ? earlier.get(Validation.keyOf(each, schema)) : null;
            visit(each, old, schema.element(), path + "[" + i + "]");
        }
    }
}
