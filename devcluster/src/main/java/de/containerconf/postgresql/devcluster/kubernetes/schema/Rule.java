package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One of the `x-kubernetes-validations` of a schema. It is compiled when it is needed first: the
/// compiler takes a second to load. Thread-safe.
final class Rule {

    private final JsonObject json;
    private @Nullable Compiled compiled;

    Rule(JsonObject json) {
        this.json = json;
    }

    /// What is ready to be evaluated.
    ///
    /// @param message of a value that breaks the rule, or null if it is constant
    private record Compiled(Cel rule, @Nullable Cel message) {}

    private synchronized Compiled compiled(Schema schema) throws Cel.Problem {
        if (compiled == null) {
            var message = Json.stringAt(json, "messageExpression");
            compiled =
                    new Compiled(
                            Cel.compile(text(), schema, SimpleType.BOOL),
                            message == null
                                    ? null
                                    : Cel.compile(message, schema, SimpleType.STRING));
        }
        return compiled;
    }

    /// Why it cannot be used.
    ///
    /// @param path of the rule in the CRD
    List<Cause> problems(Schema schema, String path) {
        var problems = new ArrayList<Cause>();
        problem("rule", schema, SimpleType.BOOL, path).ifPresent(problems::add);
        problem("messageExpression", schema, SimpleType.STRING, path).ifPresent(problems::add);
        return problems;
    }

    private Optional<Cause> problem(String field, Schema schema, CelType result, String path) {
        var expression = Json.stringAt(json, field);
        if (expression == null && field.equals("messageExpression")) {
            return Optional.empty();
        }
        try {
            Cel.compile(Json.textAt(json, field), schema, result);
            return Optional.empty();
        } catch (Cel.Problem problem) {
            var detail = String.valueOf(problem.getMessage());
            return Optional.of(Cause.invalid(path + "." + field, json, detail));
        }
    }

    /// What is wrong with a value, unless it was so before.
    ///
    /// @param before the value that it replaces, or null
    Optional<Cause> check(
            JsonElement value, @Nullable JsonElement before, Schema schema, String path) {
        Compiled ready;
        try {
            ready = compiled(schema);
        } catch (Cel.Problem problem) {
            var detail = "rule compile error: " + problem.getMessage();
            return Optional.of(Cause.invalid(path, shown(value), detail));
        }
        var compares = ready.rule().usesOldSelf();
        if (compares ? before == null : value.equals(before)) {
            return Optional.empty();
        }
        var variables = new HashMap<String, Object>();
        variables.put("self", CelTypes.value(value, schema));
        if (before != null) {
            variables.put("oldSelf", CelTypes.value(before, schema));
        }
        try {
            if (ready.rule().evaluate(variables).equals(true)) {
                return Optional.empty();
            }
        } catch (Cel.Problem problem) {
            var detail = problem.getMessage() + " evaluating rule: " + text();
            return Optional.of(Cause.invalid(path, shown(value), detail));
        }
        return Optional.of(cause(value, path, message(ready.message(), variables)));
    }

    private Cause cause(JsonElement value, String path, String message) {
        var below = Json.textAt(json, "fieldPath");
        var field =
                path.equals(RuleCheck.ROOT) && !below.isEmpty() ? below.substring(1) : path + below;
        return switch (Json.textAt(json, "reason")) {
            case "FieldValueForbidden" -> Cause.forbidden(field, message);
            case "FieldValueRequired" -> Cause.required(field, message);
            case "FieldValueDuplicate" ->
                    new Cause(field, "FieldValueDuplicate", "Duplicate value: " + value, false);
            default -> Cause.invalid(field, shown(value), message);
        };
    }

    /// As messages quote it.
    private static Object shown(JsonElement value) {
        return value instanceof JsonPrimitive scalar && scalar.isString()
                ? scalar.getAsString()
                : value;
    }

    private String message(@Nullable Cel expression, Map<String, Object> variables) {
        if (expression != null) {
            try {
                var text = String.valueOf(expression.evaluate(variables)).strip();
                if (!text.isEmpty() && text.indexOf('\n') < 0) {
                    return text;
                }
            } catch (Cel.Problem noMessage) {
                // The constant one says enough.
            }
        }
        var message = Json.textAt(json, "message");
        return message.isEmpty() ? "failed rule: " + text() : message;
    }

    private String text() {
        return Json.textAt(json, "rule").strip();
    }
}
