package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Field selectors: `metadata.name`, `metadata.namespace`, and what a CRD declares as
/// `selectableFields`.
final class FieldSelector {

    private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)(.*)");

    private FieldSelector() {}

    static Predicate<JsonObject> parse(ResourceType type, String text) {
        Predicate<JsonObject> all = _ -> true;
        for (var part : text.split(",", -1)) {
            if (!part.isBlank()) {
                all = all.and(term(type, part.strip()));
            }
        }
        return all;
    }

    private static Predicate<JsonObject> term(ResourceType type, String text) {
        var matcher = TERM.matcher(text);
        if (!matcher.matches()) {
            throw Failures.badRequest(
                    "invalid selector: '%s'; can't understand '%s'".formatted(text, text));
        }
        var field = field(type, matcher.group(1));
        var wanted = !matcher.group(2).equals("!=");
        var value = matcher.group(3);
        return object -> value.equals(shown(field.apply(object))) == wanted;
    }

    private static Function<JsonObject, @Nullable JsonElement> field(
            ResourceType type, String label) {
        if (label.equals("metadata.name")
                || (label.equals("metadata.namespace") && type.namespaced())) {
            var key = label.substring("metadata.".length());
            return object -> Json.at(object, "metadata", key);
        }
        var path = type.selectable().get(label);
        if (path == null) {
            throw Failures.badRequest("field label not supported: " + label);
        }
        return path::find;
    }

    private static String shown(@Nullable JsonElement value) {
        return value instanceof JsonPrimitive scalar ? scalar.getAsString() : "";
    }
}
