package de.containerconf.postgresql.devcluster.kubernetes.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is needed often of JSON trees. A tree that was stored is never changed again, though Gson
/// would allow it: whoever wants another one works on a copy.
public final class Json {

    private static final Gson GSON =
            new GsonBuilder()
                    .serializeNulls()
                    .disableHtmlEscaping()
                    .setStrictness(Strictness.STRICT)
                    .create();

    private Json() {}

    /// Reads strict JSON.
    ///
    /// @throws com.google.gson.JsonParseException if it is none
    public static JsonElement parse(String text) {
        var element = GSON.fromJson(text, JsonElement.class);
        return element == null ? JsonNull.INSTANCE : element;
    }

    /// The compact form, in UTF-8.
    public static byte[] bytes(JsonElement element) {
        return GSON.toJson(element).getBytes(StandardCharsets.UTF_8);
    }

    /// An object of keys and values in turn; values are trees, strings, numbers, booleans,
    /// collections, maps or null.
    public static JsonObject object(@Nullable Object... keysAndValues) {
        var object = new JsonObject();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            object.add(String.valueOf(keysAndValues[i]), element(keysAndValues[i + 1]));
        }
        return object;
    }

    /// The tree of a plain Java value, as YAML readers make it.
    public static JsonElement element(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case JsonElement element -> element;
            case String text -> new JsonPrimitive(text);
            case Number number -> new JsonPrimitive(number);
            case Boolean truth -> new JsonPrimitive(truth);
            case Iterable<?> list -> {
                var array = new JsonArray();
                list.forEach(each -> array.add(element(each)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = new JsonObject();
                map.forEach((key, each) -> object.add(String.valueOf(key), element(each)));
                yield object;
            }
            default -> new JsonPrimitive(value.toString());
        };
    }

    /// What stands below, or null where the path leads nowhere.
    public static @Nullable JsonElement at(@Nullable JsonElement from, String... path) {
        var here = from;
        for (var key : path) {
            here = here instanceof JsonObject object ? object.get(key) : null;
        }
        return here;
    }

    /// The object that stands below, or an empty one.
    public static JsonObject objectAt(@Nullable JsonElement from, String... path) {
        return at(from, path) instanceof JsonObject object ? object : new JsonObject();
    }

    /// The array that stands below, or an empty one.
    public static JsonArray arrayAt(@Nullable JsonElement from, String... path) {
        return at(from, path) instanceof JsonArray array ? array : new JsonArray();
    }

    /// The string that stands below, or null.
    public static @Nullable String stringAt(@Nullable JsonElement from, String... path) {
        return at(from, path) instanceof JsonPrimitive value && value.isString()
                ? value.getAsString()
                : null;
    }

    /// The string that stands below, or "".
    public static String textAt(@Nullable JsonElement from, String... path) {
        var text = stringAt(from, path);
        return text == null ? "" : text;
    }

    /// Whether `true` stands below.
    public static boolean isTrue(@Nullable JsonElement from, String... path) {
        return at(from, path) instanceof JsonPrimitive value
                && value.isBoolean()
                && value.getAsBoolean();
    }

    /// The object under that key, put there if there was none.
    public static JsonObject child(JsonObject parent, String key) {
        if (parent.get(key) instanceof JsonObject child) {
            return child;
        }
        var child = new JsonObject();
        parent.add(key, child);
        return child;
    }

    /// Sets a member, or removes it where the value is null.
    public static void put(JsonObject object, String key, @Nullable JsonElement value) {
        if (value == null) {
            object.remove(key);
        } else {
            object.add(key, value);
        }
    }
}
