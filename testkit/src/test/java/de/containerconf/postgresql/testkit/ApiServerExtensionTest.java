package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@EveryApiServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiServerExtensionTest {

    private static final Set<String> NAMESPACES = ConcurrentHashMap.newKeySet();

    @Test
    void everyTestHasItsNamespace(KubernetesApi api) {
        assertThat(NAMESPACES.add(api.kind() + api.namespace())).isTrue();
        assertThat(api.client().get("/api/v1/namespaces/" + api.namespace()).code()).isEqualTo(200);
    }

    @Test
    void noOtherTestHasThatNamespace(KubernetesApi api) {
        assertThat(NAMESPACES.add(api.kind() + api.namespace())).isTrue();
    }

    @Test
    void aTestHasOneServerInAllItsParameters(KubernetesApi one, KubernetesApi another) {
        assertThat(one).isSameAs(another);
    }

    @Test
    void theKubeconfigIsThere(KubernetesApi api) throws IOException {
        assertThat(Files.readString(api.kubeconfig())).contains(api.url());
    }

    @Test
    @Order(1)
    void aTestMayLeaveTheServerStoppedAndFailing(KubernetesApi api) {
        api.inProcess().ifPresent(server -> server.faults().fail(100, _ -> true, 500));
        api.stop();
    }

    @Test
    @Order(2)
    void theNextTestFindsItRunning(KubernetesApi api) {
        assertThat(api.client().get("/readyz").code()).isEqualTo(200);
    }

    @Test
    void aDedicatedServerIsAnother(KubernetesApi shared, @Dedicated KubernetesApi dedicated) {
        assertThat(dedicated.url()).isNotEqualTo(shared.url());
        assertThat(dedicated.client().get("/api/v1/namespaces/default").code()).isEqualTo(200);
    }

    @Test
    void documentsAreAppliedWhereTheyBelong(KubernetesApi api) {
        api.apply(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: one}
                data: {a: b}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: two, namespace: default}
                stringData: {a: b}
                """);

        assertThat(
                        api.client()
                                .get("/api/v1/namespaces/" + api.namespace() + "/configmaps/one")
                                .text("data", "a"))
                .isEqualTo("b");
        assertThat(api.client().get("/api/v1/namespaces/default/secrets/two").code())
                .isEqualTo(200);
    }

    @Test
    void requestsAreCountedInThisProcess(KubernetesApi api) {
        assumeTrue(api.inProcess().isPresent(), "a real server does not tell what it was asked");
        var requests = api.inProcess().orElseThrow().requests();
        requests.reset();

        api.client().get("/api/v1/namespaces");

        assertThat(new HashSet<>(requests.all().keySet()))
                .singleElement()
                .hasToString("Kind[verb=list, resource=namespaces, code=200]");
    }
}
