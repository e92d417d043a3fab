package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// What is served: groups, versions and kinds, in the old form and aggregated.
final class Discovery {

    private static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");
    private static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

    private final ResourceRegistry registry;

    Discovery(ResourceRegistry registry) {
        this.registry = registry;
    }

    /// Answers a path of discovery; empty if it is none.
    Optional<Answer> answer(String path, String accept) {
        var segments = Stream.of(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
        if (segments.isEmpty() || segments.size() > 3) {
            return Optional.empty();
        }
        var aggregated = accept.contains("as=APIGroupDiscoveryList");
        var core = segments.getFirst().equals("api");
        if (!core && !segments.getFirst().equals("apis")) {
            return Optional.empty();
        }
        if (segments.size() == 1) {
            return Optional.of(aggregated ? aggregated(core) : roots(core));
        }
        var group = core ? "" : segments.get(1);
        if (!core && segments.size() == 2) {
            return groups().contains(group)
                    ? Optional.of(Answer.json(200, group(group, true)))
                    : Optional.empty();
        }
        return segments.size() == (core ? 2 : 3)
                ? resources(core ? segments.get(1) : group + "/" + segments.get(2))
                : Optional.empty();
    }

    private SequencedSet<String> groups() {
        var groups = new LinkedHashSet<String>();
        registry.types().forEach(type -> groups.add(type.group()));
        groups.remove("");
        return groups;
    }

    private SequencedSet<String> versions(String group) {
        var versions = new LinkedHashSet<String>();
        registry.types().stream()
                .filter(type -> type.group().equals(group))
                .forEach(type -> versions.add(type.version()));
        return versions;
    }

    private Answer roots(boolean core) {
        if (core) {
            return Answer.json(
                    200,
                    Json.object(
                            "kind", "APIVersions",
                            "versions", List.of("v1"),
                            "serverAddressByClientCIDRs", List.of()));
        }
        var groups = groups().stream().map(each -> group(each, false)).toList();
        return Answer.json(
                200, Json.object("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
    }

    private JsonObject group(String name, boolean whole) {
        var versions =
                versions(name).stream()
                        .map(each ->
                                Json.object("groupVersion", name + "/" + each, "version", each))
                        .toList();
        var group = new JsonObject();
        if (whole) {
            group.addProperty("kind", "APIGroup");
            group.addProperty("apiVersion", "v1");
        }
        group.addProperty("name", name);
        group.add("versions", Json.element(versions));
        group.add("preferredVersion", versions.getFirst());
        return group;
    }

    private Optional<Answer> resources(String groupVersion) {
        var resources =
                registry.types().stream()
                        .filter(type -> type.groupVersion().equals(groupVersion))
                        .flatMap(type ->
                                type.hasStatus()
                                        ? Stream.of(resource(type), statusOf(type))
                                        : Stream.of(resource(type)))
                        .toList();
        return resources.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Answer.json(
                                200,
                                Json.object(
                                        "kind",
                                        "APIResourceList",
                                        "apiVersion",
                                        "v1",
                                        "groupVersion",
                                        groupVersion,
                                        "resources",
                                        resources)));
    }

    private static JsonObject resource(ResourceType type) {
        return Json.object(
                "name", type.plural(),
                "singularName", type.singular(),
                "namespaced", type.namespaced(),
                "kind", type.kind(),
                "verbs", VERBS,
                "shortNames", type.shortNames(),
                "categories", type.categories());
    }

    private static JsonObject statusOf(ResourceType type) {
        return Json.object(
                "name",
                type.plural() + "/status",
                "singularName",
                "",
                "namespaced",
                type.namespaced(),
                "kind",
                type.kind(),
                "verbs",
                STATUS_VERBS);
    }

    private Answer aggregated(boolean core) {
        Collection<String> names = core ? List.of("") : groups();
        var items =
                names.stream()
                        .map(group ->
                                Json.object(
                                        "metadata", Json.object("name", group),
                                        "versions",
                                                versions(group).stream()
                                                        .map(each -> version(group, each))
                                                        .toList()))
                        .toList();
        var list =
                Json.object(
                        "kind",
                        "APIGroupDiscoveryList",
                        "apiVersion",
                        "apidiscovery.k8s.io/v2",
                        "metadata",
                        new JsonObject(),
                        "items",
                        items);
        return new Answer.Content(
                200,
                "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                List.of(Json.bytes(list)),
                List.of(),
                0);
    }

    private JsonObject version(String group, String version) {
        var resources =
                registry.types().stream()
                        .filter(type ->
                                type.group().equals(group) && type.version().equals(version))
                        .map(Discovery::aggregated)
                        .toList();
        return Json.object("version", version, "resources", resources, "freshness", "Current");
    }

    private static JsonObject aggregated(ResourceType type) {
        var kind =
                Json.object("group", type.group(), "version", type.version(), "kind", type.kind());
        var resource =
                Json.object(
                        "resource", type.plural(),
                        "responseKind", kind,
                        "scope", type.namespaced() ? "Namespaced" : "Cluster",
                        "singularResource", type.singular(),
                        "verbs", VERBS,
                        "shortNames", type.shortNames(),
                        "categories", type.categories());
        if (type.hasStatus()) {
            var status =
                    Json.object(
                            "subresource", "status", "responseKind", kind, "verbs", STATUS_VERBS);
            resource.add("subresources", Json.element(List.of(status)));
        }
        return resource;
    }
}
