package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Objects as people write them, in YAML or JSON, before an API server has seen them.
public final class Manifest {

    private static final String KIND = "PostgreSQLConfig";
    private static final String GROUP = "containerconf.de/";

    private Manifest() {}

    /// The objects of our kind in a text, also those in lists. What is of another kind is passed
    /// over. As they exist nowhere yet, their uids are made up, and no status is read.
    ///
    /// @param namespace of the objects that name none
    /// @throws IOException if it is neither YAML nor JSON, or an object has no name; the message
    ///   says where
    public static List<PostgreSQLConfig> read(String text, String namespace) throws IOException {
        var objects = new ArrayList<PostgreSQLConfig>();
        for (var document : Yaml.documents(text)) {
            for (var each : flat(document).toList()) {
                if (isOurs(each)) {
                    objects.add(object(each, namespace, objects.size() + 1));
                }
            }
        }
        return objects;
    }

    private static Stream<JsonObject> flat(JsonElement document) {
        if (!(document instanceof JsonObject object)) {
            return Stream.of();
        }
        return object.get("items") instanceof JsonArray items
                ? items.asList().stream().flatMap(Manifest::flat)
                : Stream.of(object);
    }

    private static boolean isOurs(JsonObject object) {
        return text(object, "kind").equals(KIND) && text(object, "apiVersion").startsWith(GROUP);
    }

    private static PostgreSQLConfig object(JsonObject written, String namespace, int number)
            throws IOException {
        var json = written.deepCopy();
        json.remove("status");
        var metadata = json.get("metadata") instanceof JsonObject found ? found : new JsonObject();
        json.add("metadata", metadata);
        if (text(metadata, "name").isEmpty()) {
            throw new IOException("%s number %d has no metadata.name".formatted(KIND, number));
        }
        if (text(metadata, "namespace").isEmpty()) {
            metadata.addProperty("namespace", namespace);
        }
        metadata.addProperty("uid", "not-yet-%d".formatted(number));
        return ConfigJson.read(new LenientJson(new JsonReader(new StringReader(json.toString()))));
    }

    private static String text(JsonObject object, String field) {
        return object.get(field) != null && object.get(field).isJsonPrimitive()
                ? object.get(field).getAsString()
                : "";
    }
}
