package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.Yaml;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.error.YAMLException;

/// The body of a request.
///
/// @param mediaType without parameters, or "" if none was sent
record Body(String mediaType, String text) {

    private static final int SHOWN = 30;

    static Body of(String contentType, byte[] bytes) {
        return new Body(
                contentType.split(";", 2)[0].strip(), new String(bytes, StandardCharsets.UTF_8));
    }

    /// An object to be stored, in JSON or YAML.
    JsonObject object(ResourceType type) {
        return switch (mediaType) {
            case "", "application/json" -> object(type, false);
            case "application/yaml" -> object(type, true);
            default ->
                    throw Failures.unsupportedMediaType(
                            "application/json, application/yaml, application/vnd.kubernetes.protobuf");
        };
    }

    private JsonObject object(ResourceType type, boolean yaml) {
        try {
            if ((yaml ? Yaml.parse(text) : Json.parse(text)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException | YAMLException e) {
            throw unrecognized(type, e);
        }
        throw unrecognized(type, new JsonParseException("not an object"));
    }

    private ApiException unrecognized(ResourceType type, RuntimeException e) {
        var shown = text.length() > SHOWN ? text.substring(0, SHOWN) + " ..." : text;
        return Failures.badRequest(
                "the object provided is unrecognized (must be of type %s): couldn't get version/kind; json parse error: %s (%s)"
                        .formatted(type.kind(), e.getMessage(), shown));
    }

    /// A patch in JSON.
    JsonElement patch() {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            throw Failures.badRequest("invalid JSON patch");
        }
    }

    /// The configuration of an apply, in YAML or its subset JSON.
    JsonObject configuration() {
        try {
            var parsed = text.stripLeading().startsWith("{") ? json(text) : Yaml.parse(text);
            if (parsed instanceof JsonObject object) {
                return object;
            }
        } catch (YAMLException e) {
            throw Failures.badRequest("error decoding YAML: " + e.getMessage());
        }
        throw Failures.badRequest("error decoding YAML: not an object");
    }

    private static JsonElement json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            return Yaml.parse(text);
        }
    }

    /// The `DeleteOptions` that may come with a DELETE.
    JsonObject deleteOptions() {
        if (text.isEmpty()) {
            return new JsonObject();
        }
        if (!mediaType.isEmpty() && !mediaType.equals("application/json")) {
            throw Failures.unsupportedMediaType("application/json");
        }
        return patch() instanceof JsonObject object ? object : new JsonObject();
    }
}
