package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The custom resource definition, as it is on the server or as this operator wants it.
record Definition(JsonObject json) {

    /// The version of our CRD, counted by us: Kubernetes has none.
    private static final String VERSION = "containerconf.de/crd-version";

    /// Asks the server. Empty if there is none.
    static Optional<Definition> read(ApiServer server) {
        try {
            return Optional.of(
                    Requests.get(server, ConfigKind.definition(server).build(), Definition::of));
        } catch (ClusterFailure.Gone _) {
            return Optional.empty();
        }
    }

    static Definition of(LenientJson json) throws IOException {
        if (json.element() instanceof JsonObject object) {
            return new Definition(object);
        }
        throw new IOException("the answer is not an object");
    }

    /// 0 for one that says nothing.
    int version() {
        var annotation = object(object(json, "metadata"), "annotations").get(VERSION);
        try {
            return annotation == null ? 0 : Integer.parseInt(annotation.getAsString());
        } catch (NumberFormatException | UnsupportedOperationException _) {
            return 0;
        }
    }

    boolean terminating() {
        return object(json, "metadata").has("deletionTimestamp") || holds("Terminating");
    }

    boolean established() {
        return holds("Established");
    }

    private boolean holds(String type) {
        if (object(json, "status").get("conditions") instanceof JsonArray conditions) {
            for (var each : conditions) {
                if (each instanceof JsonObject condition
                        && type.equals(text(condition.get("type")))
                        && "True".equals(text(condition.get("status")))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether everything that is wanted is there. What else is there, defaults of the server and
    /// additions of others, is no difference: writing would not take it away.
    boolean includes(JsonObject wanted) {
        return includes(json, wanted);
    }

    private static boolean includes(JsonElement found, JsonElement wanted) {
        if (wanted instanceof JsonObject object) {
            return found instanceof JsonObject other
                    && object.entrySet().stream()
                            .allMatch(each ->
                                    other.has(each.getKey())
                                            && includes(other.get(each.getKey()), each.getValue()));
        }
        if (wanted instanceof JsonArray list) {
            if (!(found instanceof JsonArray other) || other.size() != list.size()) {
                return false;
            }
            for (var i = 0; i < list.size(); i++) {
                if (!includes(other.get(i), list.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.equals(found);
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private static String text(@Nullable JsonElement element) {
        return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
    }
}
