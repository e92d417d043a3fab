package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.SecretContent;
import de.containerconf.postgresql.controller.port.StoredSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes a Secret: Kubernetes API reference, `v1 Secret`. What is of another type than
/// expected counts as absent. No message holds any of it.
final class SecretJson {

    private SecretJson() {}

    /// @throws IOException if it is no stored Secret
    static StoredSecret read(LenientJson json) throws IOException {
        var secret = object(json.element());
        var metadata = object(secret.get("metadata"));
        var namespace = text(metadata.get("namespace"));
        var name = text(metadata.get("name"));
        var version = text(metadata.get("resourceVersion"));
        if (namespace.isEmpty() || name.isEmpty() || version.isEmpty()) {
            throw new IOException("the answer is not a Secret");
        }
        var owners = new HashSet<String>();
        if (metadata.get("ownerReferences") instanceof JsonArray references) {
            references.forEach(each -> owners.add(text(object(each).get("uid"))));
        }
        var data = new HashMap<String, String>();
        object(secret.get("data"))
                .entrySet()
                .forEach(each -> data.put(each.getKey(), decoded(text(each.getValue()))));
        return new StoredSecret(
                new ObjectKey(namespace, name),
                version,
                owners,
                texts(metadata.get("labels")),
                texts(metadata.get("annotations")),
                data);
    }

    /// What creates it. It has the object as its controller, so that it goes with it.
    static byte[] create(PostgreSQLConfig owner, SecretContent content) {
        var reference = new JsonObject();
        reference.addProperty("apiVersion", ConfigKind.API_VERSION);
        reference.addProperty("kind", "PostgreSQLConfig");
        reference.addProperty("name", owner.key().name());
        reference.addProperty("uid", owner.uid());
        reference.addProperty("controller", true);
        var references = new JsonArray();
        references.add(reference);
        var metadata = metadata(content);
        metadata.addProperty("name", content.name());
        metadata.addProperty("namespace", owner.key().namespace());
        metadata.add("ownerReferences", references);
        var json = new JsonObject();
        json.addProperty("apiVersion", "v1");
        json.addProperty("kind", "Secret");
        json.addProperty("type", SecretContent.TYPE);
        json.add("metadata", metadata);
        json.add("data", data(content));
        return bytes(json);
    }

    /// A merge patch (RFC 7386) for the version that was read.
    static byte[] patch(StoredSecret stored, SecretContent content) {
        var metadata = metadata(content);
        metadata.addProperty("resourceVersion", stored.resourceVersion());
        var json = new JsonObject();
        json.add("metadata", metadata);
        json.add("data", data(content));
        return bytes(json);
    }

    private static JsonObject metadata(SecretContent content) {
        var metadata = new JsonObject();
        metadata.add("labels", object(content.labels()));
        metadata.add("annotations", object(content.annotations()));
        return metadata;
    }

    private static JsonObject data(SecretContent content) {
        var encoded = new HashMap<String, String>();
        content.data()
                .forEach((key, text) ->
                        encoded.put(
                                key,
                                Base64.getEncoder()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return object(encoded);
    }

    private static JsonObject object(Map<String, String> texts) {
        var json = new JsonObject();
        texts.forEach(json::addProperty);
        return json;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static JsonObject object(@Nullable JsonElement element) {
        return element instanceof JsonObject object ? object : new JsonObject();
    }

    private static Map<String, String> texts(@Nullable JsonElement element) {
        var texts = new HashMap<String, String>();
        object(element).entrySet().forEach(each -> texts.put(each.getKey(), text(each.getValue())));
        return texts;
    }

    private static String text(@Nullable JsonElement element) {
        return element instanceof JsonPrimitive value && value.isString()
                ? value.getAsString()
                : "";
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
