package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ObjectKey;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// Where the objects are on the server.
final class ConfigKind {

    static final String GROUP = "containerconf.de";
    static final String KIND = "PostgreSQLConfig";
    private static final String VERSION = "v1";
    static final String API_VERSION = GROUP + "/" + VERSION;
    static final String PLURAL = "postgresqlconfigs";

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

    /// Where events about the object are.
    static HttpUrl.Builder events(ApiServer server, ObjectKey key) {
        return server.url("apis", "events.k8s.io", "v1", "namespaces", key.namespace(), "events");
    }

    static HttpUrl.Builder definition(ApiServer server) {
        return server.url(
                "apis", "apiextensions.k8s.io", "v1", "customresourcedefinitions", DEFINITION);
    }
}
