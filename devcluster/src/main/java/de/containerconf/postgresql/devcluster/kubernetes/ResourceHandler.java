package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import java.util.List;

/// Answers requests to resources. Thread-safe.
final class ResourceHandler {

    private static final String PATCH_TYPES =
            "application/json-patch+json, application/merge-patch+json,"
                    + " application/apply-patch+yaml";

    private final Cluster cluster;
    private final Reading reading;
    private final Watching watching;
    private final Creation creation;
    private final Updating updating;
    private final Deletion deletion;

    ResourceHandler(Cluster cluster, Paging paging) {
        this.cluster = cluster;
        reading = new Reading(cluster, paging);
        watching = new Watching(cluster, reading);
        creation = new Creation(cluster);
        updating = new Updating(cluster);
        deletion = new Deletion(cluster, updating);
    }

    /// @param accept the header `Accept`
    Answer answer(ApiRequest request, Body body, String accept) {
        var found = cluster.registry().find(request.group(), request.version(), request.resource());
        if (found.isEmpty()) {
            return Answer.noSuchPath();
        }
        var type = found.get();
        if (type.namespaced() && !request.name().isEmpty() && request.namespace().isEmpty()) {
            return Answer.noSuchPath();
        }
        if (!request.subresource().isEmpty()
                && !(request.subresource().equals("status") && type.hasStatus())) {
            throw Failures.notFound(type, request.name());
        }
        if (cluster.registry().initializing(type)) {
            throw Failures.initializing();
        }
        var rendering = Rendering.of(type, request, accept);
        var options = WriteOptions.of(request);
        return switch (request.verb()) {
            case "get" ->
                    Answer.json(
                            200, List.of(rendering.object(reading.get(type, request))), List.of());
            case "list" -> Answer.json(200, rendering.list(reading.list(type, request)), List.of());
            case "watch" -> watching.watch(type, request, accept);
            case "create" -> create(type, request, body, options, rendering);
            case "update" -> update(type, request, body, options, rendering);
            case "patch" -> written(rendering, patch(type, request, body, options));
            case "delete" -> delete(type, request, body, options, rendering);
            case "deletecollection" -> deleteAll(type, request, body, options, rendering);
            default -> throw Failures.notAllowed(request.verb());
        };
    }

    private static Answer written(Rendering rendering, Written written) {
        return Answer.json(
                written.created() ? 201 : 200,
                List.of(rendering.object(written.object())),
                written.warnings());
    }

    private Answer create(
            ResourceType type,
            ApiRequest request,
            Body body,
            WriteOptions options,
            Rendering rendering) {
        if (type.namespaced() && request.namespace().isEmpty()) {
            return Answer.noSuchPath();
        }
        if (!request.name().isEmpty()) {
            throw Failures.notAllowed("POST");
        }
        var object = body.object(type);
        Admission.decode(type, object);
        return written(
                rendering,
                creation.create(
                        stored(type),
                        request.namespace(),
                        type.conversion().toStored(object),
                        options));
    }

    private Answer update(
            ResourceType type,
            ApiRequest request,
            Body body,
            WriteOptions options,
            Rendering rendering) {
        if (request.name().isEmpty()) {
            throw Failures.badRequest("name must be provided");
        }
        var edit = Edits.converted(type, Edits.replacement(body.object(type)));
        return written(
                rendering,
                updating.update(stored(type), key(request), request.subresource(), edit, options));
    }

    private Written patch(ResourceType type, ApiRequest request, Body body, WriteOptions options) {
        if (request.name().isEmpty()) {
            throw Failures.notAllowed("PATCH");
        }
        var edit =
                switch (body.mediaType()) {
                    case "application/merge-patch+json" -> Edits.mergePatch(body.patch());
                    case "application/json-patch+json" -> Edits.jsonPatch(body.patch());
                    // Custom resources have no strategy; the built-in kinds here merge well enough.
                    case "application/strategic-merge-patch+json" -> {
                        if (type.custom()) {
                            throw Failures.unsupportedMediaType(PATCH_TYPES);
                        }
                        yield Edits.mergePatch(body.patch());
                    }
                    case "application/apply-patch+yaml" -> null;
                    default -> throw Failures.unsupportedMediaType(PATCH_TYPES);
                };
        return edit == null
                ? apply(type, request, body.configuration(), options)
                : updating.update(
                        stored(type),
                        key(request),
                        request.subresource(),
                        Edits.converted(type, edit),
                        options);
    }

    private ResourceType stored(ResourceType type) {
        return cluster.registry().stored(type.storage()).orElse(type);
    }

    private Written apply(
            ResourceType type, ApiRequest request, JsonObject configuration, WriteOptions options) {
        if (!options.explicitManager()) {
            throw Failures.invalid(
                    "PatchOptions.meta.k8s.io",
                    "",
                    List.of(Cause.required("fieldManager", "is required for apply patch")));
        }
        var metadata = Json.child(configuration, "metadata");
        if (metadata.has("managedFields")) {
            throw Failures.badRequest("metadata.managedFields must be nil");
        }
        if (!metadata.has("name")) {
            throw Failures.badRequest(
                    "the name of the object (%s based on URL) was undeterminable: name must be provided"
                            .formatted(request.name()));
        }
        if (request.subresource().isEmpty() && type.hasStatus()) {
            configuration.remove("status");
        }
        Edits.requireKnownFields(type, configuration);
        var key = key(request);
        return cluster.store()
                .locked(() -> {
                    if (!request.subresource().isEmpty()
                            || cluster.store().get(type.storage(), key).isPresent()) {
                        var edit = Edits.apply(type, configuration, request.subresource(), options);
                        return updating.update(type, key, request.subresource(), edit, options);
                    }
                    return created(type, key, configuration, options);
                });
    }

    private Written created(
            ResourceType type, Key key, JsonObject configuration, WriteOptions options) {
        var uid = Json.textAt(configuration, "metadata", "uid");
        if (!uid.isEmpty()) {
            throw Failures.conflict(
                    type,
                    key.name(),
                    "uid mismatch: the provided object specified uid %s, and no existing object was found"
                            .formatted(uid));
        }
        var name = Json.textAt(configuration, "metadata", "name");
        if (!name.equals(key.name())) {
            throw Failures.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(name, key.name()));
        }
        Admission.decode(type, configuration);
        var applied = Edits.applied(type, new JsonObject(), configuration, "", options);
        return creation.createApplied(type, key.namespace(), applied, options);
    }

    private Answer delete(
            ResourceType type,
            ApiRequest request,
            Body body,
            WriteOptions options,
            Rendering rendering) {
        var deleteOptions = deleteOptions(request, body);
        var deleted =
                deletion.delete(type, key(request), deleteOptions, options.with(deleteOptions));
        if (!deleted.gone()) {
            return Answer.json(200, List.of(rendering.object(deleted.object())), List.of());
        }
        var details = Json.object("name", request.name());
        if (!type.group().isEmpty()) {
            details.addProperty("group", type.group());
        }
        details.addProperty("kind", type.plural());
        details.addProperty("uid", deleted.object().uid());
        return Answer.json(
                200,
                Json.object(
                        "kind", "Status",
                        "apiVersion", "v1",
                        "metadata", new JsonObject(),
                        "status", "Success",
                        "details", details));
    }

    private Answer deleteAll(
            ResourceType type,
            ApiRequest request,
            Body body,
            WriteOptions options,
            Rendering rendering) {
        var deleteOptions = deleteOptions(request, body);
        var selected = reading.snapshot(type, request);
        deletion.deleteAll(type, selected.objects(), deleteOptions, options.with(deleteOptions));
        return Answer.json(
                200,
                rendering.list(new Paging.Page(selected.revision(), selected.objects(), null, 0)),
                List.of());
    }

    private static JsonObject deleteOptions(ApiRequest request, Body body) {
        var deleteOptions = body.deleteOptions();
        var policy = request.parameter("propagationPolicy");
        if (!policy.isEmpty()) {
            deleteOptions.addProperty("propagationPolicy", policy);
        }
        return deleteOptions;
    }

    private static Key key(ApiRequest request) {
        return new Key(request.namespace(), request.name());
    }
}
