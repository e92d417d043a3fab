package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ConnectionSecret;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the field `spec.connectionSecret`. For one object.
final class ConnectionSecretJson {

    private static final String PATH = "spec.connectionSecret.";

    /// Far more than anybody writes, and little enough for the memory of all.
    private static final int MAX_ENTRIES = 64;

    private static final int MAX_TEXT = 4_096;

    private final LenientJson json;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private @Nullable String name;
    private @Nullable String rotateAfter;

    ConnectionSecretJson(LenientJson json) {
        this.json = json;
    }

    void field(String field) throws IOException {
        switch (field) {
            case "name" -> name = text(PATH + field);
            case "rotateAfter" -> rotateAfter = text(PATH + field);
            case "labels" -> json.object(PATH + field, key -> add(labels, PATH + field, key));
            case "annotations" ->
                    json.object(PATH + field, key -> add(annotations, PATH + field, key));
            default -> json.skip();
        }
    }

    /// What was read.
    ConnectionSecret.Written written() {
        return new ConnectionSecret.Written(name, labels, annotations, rotateAfter);
    }

    private void add(Map<String, String> map, String path, String key) throws IOException {
        var value = text(path + "." + key);
        if (value != null && map.size() < MAX_ENTRIES) {
            map.put(key, value);
        }
    }

    private @Nullable String text(String path) throws IOException {
        var text = json.text(path);
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
