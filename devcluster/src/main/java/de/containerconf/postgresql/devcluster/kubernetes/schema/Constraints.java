package de.containerconf.postgresql.devcluster.kubernetes.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What a value of the right type must fulfil besides. Null where there is no rule. Lengths are in
/// code points, though the API server's messages say bytes (seen on 1.37).
record Constraints(
        List<JsonElement> allowed,
        List<String> required,
        @Nullable Pattern pattern,
        @Nullable String format,
        @Nullable Long minLength,
        @Nullable Long maxLength,
        @Nullable Long minItems,
        @Nullable Long maxItems,
        @Nullable Long minProperties,
        @Nullable Long maxProperties,
        @Nullable Double minimum,
        @Nullable Double maximum) {

    static Constraints parse(JsonObject json) {
        var pattern = Json.stringAt(json, "pattern");
        return new Constraints(
                List.copyOf(Json.arrayAt(json, "enum").asList()),
                Json.arrayAt(json, "required").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                pattern == null ? null : compile(pattern),
                Json.stringAt(json, "format"),
                integer(json, "minLength"),
                integer(json, "maxLength"),
                integer(json, "minItems"),
                integer(json, "maxItems"),
                integer(json, "minProperties"),
                integer(json, "maxProperties"),
                number(json, "minimum"),
                number(json, "maximum"));
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("must be a valid regular expression", e);
        }
    }

    private static @Nullable Long integer(JsonObject json, String key) {
        return json.get(key) instanceof JsonPrimitive value ? value.getAsLong() : null;
    }

    private static @Nullable Double number(JsonObject json, String key) {
        return json.get(key) instanceof JsonPrimitive value ? value.getAsDouble() : null;
    }
}
