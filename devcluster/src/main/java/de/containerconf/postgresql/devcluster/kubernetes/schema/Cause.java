package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;

/// Why an object was refused: one entry of `details.causes` of a Status.
///
/// @param field the path, such as `spec.owner`
/// @param reason such as `FieldValueInvalid`
/// @param suppressesRules whether CEL rules are not evaluated because of it
public record Cause(String field, String reason, String message, boolean suppressesRules) {

    /// A value that breaks a rule.
    public static Cause invalid(String field, Object value, String detail) {
        return new Cause(
                field,
                "FieldValueInvalid",
                "Invalid value: " + quoted(value) + ": " + detail,
                false);
    }

    /// Something that must not be done.
    public static Cause forbidden(String field, String detail) {
        return new Cause(field, "FieldValueForbidden", "Forbidden: " + detail, false);
    }

    /// A value that is missing.
    public static Cause required(String field, String detail) {
        var message = detail.isEmpty() ? "Required value" : "Required value: " + detail;
        return new Cause(field, "FieldValueRequired", message, true);
    }

    /// What the API server adds when it did not evaluate the CEL rules.
    public static Cause rulesNotChecked() {
        return invalid(
                "<nil>",
                "null",
                "some validation rules were not checked because the object was invalid; correct"
                        + " the existing errors to complete validation");
    }

    /// As in `details.causes`.
    public JsonObject json() {
        return Json.object("reason", reason, "message", message, "field", field);
    }

    /// As in the message of a Status.
    @Override
    public String toString() {
        return field + ": " + message;
    }

    private static String quoted(Object value) {
        return value instanceof String text && !text.equals("null")
                ? "\"" + text + "\""
                : value.toString();
    }
}
