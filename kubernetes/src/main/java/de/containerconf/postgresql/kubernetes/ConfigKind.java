package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ObjectKey;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// Where the objects are on the server.
final class ConfigKind {

    static final String GROUP = "containerconf.de";
    private static final String VERSION = "v1";
    private static final String PLURAL = "postgresqlconfigs";

    /// Name of the custom resource definition.
    static final String DEFINITION = PLURAL + "." + GROUP;

    private ConfigKind() {}

    /// @param namespace null: all
    static HttpUrl.Builder all(ApiServer server, @Nullable String namespace) {
        return namespace == null
                ? server.url("apis", GROUP, VERSION, PLURAL)
                : server.url("apis", GROUP, VERSION, "namespaces", namespace, PLURAL);
    }

    static HttpUrl.Builder one(ApiServer server, ObjectKey key) {
        return all(server, key.namespace()).addPathSegment(key.name());
    }

    static HttpUrl.Builder definition(ApiServer server) {
        return server.url(
                "apis", "apiextensions.k8s.io", "v1", "customresourcedefinitions", DEFINITION);
    }
}
