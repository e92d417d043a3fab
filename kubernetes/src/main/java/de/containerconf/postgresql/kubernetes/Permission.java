package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that the operator's account must be allowed to do.
///
/// @param resource plural, with `/status` for that subresource
/// @param name of the only object that it is about; null: any
/// @param namespace null: all of them, or what has none
record Permission(
        String verb,
        String group,
        String resource,
        @Nullable String name,
        @Nullable String namespace) {

    /// What a scope needs.
    ///
    /// @param namespace null: all
    static List<Permission> ofScope(@Nullable String namespace) {
        var needed = new ArrayList<Permission>();
        for (var verb : List.of("get", "list", "watch", "patch")) {
            needed.add(new Permission(verb, ConfigKind.GROUP, ConfigKind.PLURAL, null, namespace));
        }
        needed.add(
                new Permission(
                        "patch", ConfigKind.GROUP, ConfigKind.PLURAL + "/status", null, namespace));
        for (var verb : List.of("create", "patch")) {
            needed.add(new Permission(verb, "events.k8s.io", "events", null, namespace));
        }
        return needed;
    }

    /// What Secrets for applications need in a scope.
    ///
    /// @param namespace null: all
    static List<Permission> ofSecrets(@Nullable String namespace) {
        return List.of("get", "create", "patch").stream()
                .map(verb -> new Permission(verb, "", "secrets", null, namespace))
                .toList();
    }

    /// What the identity of the cluster needs.
    static Permission ofClusterId() {
        return new Permission("get", "", "namespaces", "kube-system", null);
    }

    /// What the definition needs.
    static List<Permission> ofDefinition(Crd.Mode mode) {
        var group = "apiextensions.k8s.io";
        var kind = "customresourcedefinitions";
        var get = new Permission("get", group, kind, ConfigKind.DEFINITION, null);
        return switch (mode) {
            case APPLY ->
                    List.of(
                            get,
                            new Permission("patch", group, kind, ConfigKind.DEFINITION, null),
                            new Permission("create", group, kind, null, null));
            case CHECK, SKIP -> List.of(get); // deletions look whether it goes
        };
    }

    /// What a leader election needs of its lease.
    static List<Permission> ofLease(String namespace, String name) {
        var needed = new ArrayList<Permission>();
        for (var verb : List.of("get", "watch", "patch")) {
            needed.add(new Permission(verb, LeaseJson.GROUP, LeaseJson.PLURAL, name, namespace));
        }
        needed.add(new Permission("create", LeaseJson.GROUP, LeaseJson.PLURAL, null, namespace));
        return needed;
    }

    /// A question to the API server: Kubernetes API reference, `SelfSubjectAccessReview`.
    byte[] review() {
        var parts = resource.split("/", 2);
        var attributes = new JsonObject();
        attributes.addProperty("verb", verb);
        attributes.addProperty("group", group);
        attributes.addProperty("resource", parts[0]);
        if (parts.length > 1) {
            attributes.addProperty("subresource", parts[1]);
        }
        if (name != null) {
            attributes.addProperty("name", name);
        }
        if (namespace != null) {
            attributes.addProperty("namespace", namespace);
        }
        var spec = new JsonObject();
        spec.add("resourceAttributes", attributes);
        var json = new JsonObject();
        json.addProperty("apiVersion", "authorization.k8s.io/v1");
        json.addProperty("kind", "SelfSubjectAccessReview");
        json.add("spec", spec);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// For people, as in a rule: `patch postgresqlconfigs/status.containerconf.de`.
    @Override
    public String toString() {
        return "%s %s%s%s%s"
                .formatted(
                        verb,
                        resource,
                        group.isEmpty() ? "" : "." + group,
                        name == null ? "" : " '" + name + "'",
                        namespace == null ? "" : " in namespace " + namespace);
    }
}
