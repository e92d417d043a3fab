package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.List;
import java.util.Optional;

/// The schemas of what is served, as OpenAPI v3: what `kubectl explain` prints, and by which
/// kubectl learns that the server validates fields itself.
final class OpenApi {

    private static final String ROOT = "/openapi/v3";

    private final ResourceRegistry registry;

    OpenApi(ResourceRegistry registry) {
        this.registry = registry;
    }

    /// Answers a path of it; empty if it is none.
    Optional<Answer> answer(String path) {
        if (path.equals(ROOT)) {
            return Optional.of(index());
        }
        if (!path.startsWith(ROOT + "/")) {
            return Optional.empty();
        }
        var api = path.substring(ROOT.length());
        var types = registry.types().stream().filter(type -> type.apiPath().equals(api)).toList();
        return types.isEmpty() ? Optional.empty() : Optional.of(document(types));
    }

    private Answer index() {
        var paths = new JsonObject();
        for (var type : registry.types()) {
            var hash = Integer.toHexString(type.openApi().hashCode());
            paths.add(
                    type.apiPath().substring(1),
                    Json.object("serverRelativeURL", ROOT + type.apiPath() + "?hash=" + hash));
        }
        return Answer.json(200, Json.object("paths", paths));
    }

    private static Answer document(List<ResourceType> types) {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        for (var type : types) {
            var kind =
                    Json.object(
                            "group", type.group(), "version", type.version(), "kind", type.kind());
            var id =
                    (type.group().isEmpty() ? "core" : type.group())
                            + "."
                            + type.version()
                            + "."
                            + type.kind();
            schemas.add(id, schema(type, kind));
            var base = type.apiPath() + (type.namespaced() ? "/namespaces/{namespace}/" : "/");
            paths.add(
                    base + type.plural() + "/{name}",
                    Json.object(
                            "get", operation("get", kind, id),
                            "patch", operation("patch", kind, id)));
        }
        return Answer.json(
                200,
                Json.object(
                        "openapi",
                        "3.0.0",
                        "info",
                        Json.object("title", "Kubernetes", "version", ApiVersion.TEXT),
                        "paths",
                        paths,
                        "components",
                        Json.object("schemas", schemas)));
    }

    private static JsonObject schema(ResourceType type, JsonObject kind) {
        var schema = type.openApi().deepCopy();
        schema.addProperty("type", "object");
        var properties = Json.child(schema, "properties");
        for (var key : List.of("apiVersion", "kind")) {
            properties.add(key, Json.object("type", "string"));
        }
        properties.add(
                "metadata",
                Json.object("type", "object", "description", "Standard object's metadata."));
        schema.add("x-kubernetes-group-version-kind", Json.element(List.of(kind)));
        return schema;
    }

    private static JsonObject operation(String action, JsonObject kind, String id) {
        var reference = Json.object("$ref", "#/components/schemas/" + id);
        var content = Json.object("application/json", Json.object("schema", reference));
        var parameters =
                List.of("dryRun", "fieldManager", "fieldValidation").stream()
                        .map(each ->
                                Json.object(
                                        "name",
                                        each,
                                        "in",
                                        "query",
                                        "schema",
                                        Json.object("type", "string")))
                        .toList();
        return Json.object(
                "x-kubernetes-action", action,
                "x-kubernetes-group-version-kind", kind,
                "parameters", parameters,
                "responses",
                        Json.object("200", Json.object("description", "OK", "content", content)));
    }
}
