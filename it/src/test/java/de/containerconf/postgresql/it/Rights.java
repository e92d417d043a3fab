package de.containerconf.postgresql.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.containerconf.postgresql.testkit.KubernetesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the operator's account may do, by the roles of the installation, and what it did, by the
/// audit log of the API server. Each as text: verb, group, resource, and the name of the only
/// object that the rule is about.
final class Rights {

    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String LABEL =
            "?labelSelector=" + Product.encoded("app.kubernetes.io/name=" + Installation.NAME);
    private static final String USER =
            "system:serviceaccount:%s:%s".formatted(Installation.NAMESPACE, Installation.NAME);

    private Rights() {}

    static Set<String> granted(KubernetesApi api) {
        var granted = new TreeSet<String>();
        var folders = List.of("clusterroles", "namespaces/" + Installation.NAMESPACE + "/roles");
        for (var folder : folders) {
            var roles =
                    api.client().get(ROLES + folder + LABEL).ok().json().getAsJsonArray("items");
            for (var role : roles) {
                for (var rule : role.getAsJsonObject().getAsJsonArray("rules")) {
                    granted.addAll(texts(rule.getAsJsonObject()));
                }
            }
        }
        return granted;
    }

    private static List<String> texts(JsonObject rule) {
        var texts = new ArrayList<String>();
        for (var verb : strings(rule, "verbs")) {
            for (var group : strings(rule, "apiGroups")) {
                for (var resource : strings(rule, "resources")) {
                    if (rule.has("resourceNames")) {
                        strings(rule, "resourceNames")
                                .forEach(name -> texts.add(text(verb, group, resource, name)));
                    } else {
                        texts.add(text(verb, group, resource, ""));
                    }
                }
            }
        }
        return texts;
    }

    private static List<String> strings(JsonObject rule, String name) {
        return rule.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList();
    }

    private static String text(String verb, String group, String resource, String name) {
        return "%s %s/%s %s".formatted(verb, group, resource, name).strip();
    }

    /// Those of these rights that were made use of.
    static Set<String> used(KubernetesApi api, Set<String> granted) throws IOException {
        return requests(api).stream()
                .flatMap(each ->
                        granted.stream()
                                .filter(right ->
                                        right.equals(text(each, false))
                                                || right.equals(text(each, true))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Requests that were refused.
    static List<String> refused(KubernetesApi api) throws IOException {
        return requests(api).stream()
                .filter(each ->
                        "forbid"
                                .equals(
                                        member(
                                                each.getAsJsonObject("annotations"),
                                                "authorization.k8s.io/decision")))
                .map(each -> text(each, true))
                .toList();
    }

    private static String text(JsonObject request, boolean named) {
        var object = request.getAsJsonObject("objectRef");
        var subresource = member(object, "subresource");
        return text(
                member(request, "verb"),
                member(object, "apiGroup"),
                member(object, "resource") + (subresource.isEmpty() ? "" : "/" + subresource),
                named ? member(object, "name") : "");
    }

    private static String member(JsonObject object, String name) {
        return object == null || !object.has(name) ? "" : object.get(name).getAsString();
    }

    /// Of objects, not of `/version` and the like.
    private static List<JsonObject> requests(KubernetesApi api) throws IOException {
        try (var lines = Files.lines(api.auditLog().orElseThrow())) {
            return lines.map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .filter(each -> member(each.getAsJsonObject("user"), "username").equals(USER))
                    .filter(each -> each.has("objectRef"))
                    .toList();
        }
    }
}
