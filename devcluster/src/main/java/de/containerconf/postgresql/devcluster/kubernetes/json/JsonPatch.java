package de.containerconf.postgresql.devcluster.kubernetes.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// JSON Patch (RFC 6902), with the leniency of the library that the API server uses: a missing path
/// of `test` counts as null, and `add` to a list that is not there fails.
public final class JsonPatch {

    private JsonPatch() {}

    /// A patch that does not fit the document, or a `test` that failed.
    public static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    /// The patched tree, a copy.
    ///
    /// @throws Failure if an operation could not be done
    public static JsonElement apply(JsonElement document, JsonArray patch) {
        var patched = document.deepCopy();
        for (var operation : patch) {
            patched = step(patched, operation);
        }
        return patched;
    }

    private static JsonElement step(JsonElement document, JsonElement operation) {
        var path = pointer(Json.textAt(operation, "path"));
        var value = Json.at(operation, "value");
        var given = value == null ? JsonNull.INSTANCE : value;
        switch (Json.textAt(operation, "op")) {
            case "add" -> {
                return put(document, path, given.deepCopy(), true);
            }
            case "replace" -> {
                return put(document, path, given.deepCopy(), false);
            }
            case "remove" -> remove(document, path);
            case "copy" -> {
                return put(document, path, from(document, operation).deepCopy(), true);
            }
            case "move" -> {
                var moved = from(document, operation);
                remove(document, pointer(Json.textAt(operation, "from")));
                return put(document, path, moved, true);
            }
            case "test" -> {
                var found = get(document, path);
                if (!given.equals(found == null ? JsonNull.INSTANCE : found)) {
                    throw new Failure("testing value " + path + " failed");
                }
            }
            default -> throw new Failure("unexpected kind: " + Json.textAt(operation, "op"));
        }
        return document;
    }

    private static JsonElement from(JsonElement document, JsonElement operation) {
        var found = get(document, pointer(Json.textAt(operation, "from")));
        if (found == null) {
            throw new Failure("missing: " + Json.textAt(operation, "from"));
        }
        return found;
    }

    private static List<String> pointer(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return Stream.of(text.substring(1).split("/", -1))
                .map(each -> each.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static @Nullable JsonElement get(JsonElement document, List<String> path) {
        JsonElement here = document;
        for (var key : path) {
            here =
                    switch (here) {
                        case JsonObject object -> object.get(key);
                        case JsonArray array -> array.get(index(key, array.size() - 1));
                        case null, default -> null;
                    };
        }
        return here;
    }

    private static JsonElement put(
            JsonElement document, List<String> path, JsonElement value, boolean add) {
        if (path.isEmpty()) {
            return value;
        }
        var last = path.getLast();
        switch (get(document, path.subList(0, path.size() - 1))) {
            case JsonObject object -> {
                if (!add && !object.has(last)) {
                    throw new Failure("missing: " + path);
                }
                object.add(last, value);
            }
            case JsonArray array when !add -> array.set(index(last, array.size() - 1), value);
            case JsonArray array ->
                    array.asList()
                            .add(
                                    last.equals("-") ? array.size() : index(last, array.size()),
                                    value);
            case null, default -> throw new Failure("missing: " + path);
        }
        return document;
    }

    private static void remove(JsonElement document, List<String> path) {
        if (path.isEmpty()) {
            throw new Failure("the document cannot be removed");
        }
        var last = path.getLast();
        var gone =
                switch (get(document, path.subList(0, path.size() - 1))) {
                    case JsonObject object -> object.remove(last);
                    case JsonArray array -> array.remove(index(last, array.size() - 1));
                    case null, default -> null;
                };
        if (gone == null) {
            throw new Failure("missing: " + path);
        }
    }

    private static int index(String text, int max) {
        try {
            var index = Integer.parseInt(text);
            if (index >= 0 && index <= max) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw new Failure("no index: " + text);
        }
        throw new Failure("index out of range: " + text);
    }
}
