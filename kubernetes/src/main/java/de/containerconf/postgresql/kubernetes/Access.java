package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operator's account may do in the cluster. Thread-safe.
public final class Access {

    private final ApiServer server;
    private final Environment environment;

    Access(ApiServer server, Environment environment) {
        this.server = server;
        this.environment = environment;
    }

    /// What the account needs and is not allowed, each as `<verb> <resource>.<group>`.
    ///
    /// @param namespaces the scopes; an empty one for all namespaces
    /// @param readsClusterId whether the cluster's identity is read, and not given
    /// @throws ClusterFailure if the API server does not tell
    public List<String> missing(
            List<Optional<String>> namespaces, boolean readsClusterId, Crd.Mode mode) {
        var needed = new ArrayList<Permission>();
        namespaces.forEach(namespace -> needed.addAll(Permission.ofScope(namespace.orElse(null))));
        if (readsClusterId) {
            needed.add(Permission.ofClusterId());
        }
        needed.addAll(Permission.ofDefinition(mode));
        return missing(needed);
    }

    /// As [#missing], for the Secrets of applications, which not everybody wants.
    public List<String> missingForSecrets(List<Optional<String>> namespaces) {
        return missing(
                namespaces.stream()
                        .flatMap(namespace -> Permission.ofSecrets(namespace.orElse(null)).stream())
                        .toList());
    }

    /// As [#missing], for the lease of a leader election.
    ///
    /// @param namespace null: that of the pod, or `default` outside of one
    public List<String> missingForLease(@Nullable String namespace, String name) {
        var where = namespace == null ? environment.namespace() : namespace;
        return missing(Permission.ofLease(where, name));
    }

    private List<String> missing(List<Permission> needed) {
        return needed.stream().filter(each -> !allowed(each)).map(Permission::toString).toList();
    }

    private boolean allowed(Permission permission) {
        var url = server.url("apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews");
        return Requests.create(server, url, permission.review(), Access::allowed);
    }

    private static boolean allowed(LenientJson json) throws IOException {
        if (json.element() instanceof JsonObject review
                && review.get("status") instanceof JsonObject status
                && status.has("allowed")) {
            return status.get("allowed").getAsBoolean();
        }
        throw new IOException("the API server does not say what is allowed");
    }
}
