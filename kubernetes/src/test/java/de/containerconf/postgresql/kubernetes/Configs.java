package de.containerconf.postgresql.kubernetes;

import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.KubernetesApi;

/// Objects of a test's namespace, made and changed as people would, without the code under test.
final class Configs {

    private final KubernetesApi api;

    Configs(KubernetesApi api) {
        this.api = api;
    }

    /// Makes sure that the kind is there.
    Configs withKind() {
        api.apply(Crd.manifest());
        return this;
    }

    ObjectKey key(String name) {
        return new ObjectKey(api.namespace(), name);
    }

    String path() {
        return "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs"
                .formatted(api.namespace());
    }

    String path(String name) {
        return path() + "/" + name;
    }

    ApiClient.Response create(String name) {
        return create(name, "[]");
    }

    /// Creates an object.
    ///
    /// @param finalizers as JSON
    ApiClient.Response create(String name, String finalizers) {
        var object =
                """
                {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
                 "metadata": {"name": "%s", "finalizers": %s},
                 "spec": {"database": "%s", "owner": "o"}}
                """
                        .formatted(name, finalizers, name);
        // Just after a change of the definition the answer is 429, "storage is (re)initializing".
        return await().until(
                        () -> api.client().post(path(), object), answer -> answer.code() != 429)
                .ok();
    }

    ApiClient.Response setOwner(String name, String owner) {
        return api.client()
                .mergePatch(path(name), "{\"spec\": {\"owner\": \"%s\"}}".formatted(owner))
                .ok();
    }

    ApiClient.Response delete(String name) {
        return api.client().delete(path(name)).ok();
    }

    ApiClient.Response get(String name) {
        return api.client().get(path(name));
    }
}
