package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@EveryApiServer
@Timeout(120)
class CrdTest {

    private static final String PATH =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de";

    private KubernetesApi api;
    private Kubernetes kubernetes;

    @BeforeEach
    void connect(@Dedicated KubernetesApi api) {
        this.api = api;
        kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                        new SimpleMeterRegistry());
    }

    @AfterEach
    void disconnect() {
        kubernetes.close();
    }

    /// One story, because every dedicated server costs a start.
    @Test
    void theLifeOfTheDefinition() throws Exception {
        var source = kubernetes.source(null);

        // Missing: never an empty list.
        assertThatExceptionOfType(SourceException.KindMissing.class)
                .isThrownBy(source::list)
                .withMessageContaining("kubectl apply");
        assertThatExceptionOfType(SourceException.KindMissing.class)
                .isThrownBy(() -> source.watch("1"));
        assertThatExceptionOfType(ClusterFailure.Gone.class)
                .isThrownBy(() -> kubernetes.crd().ensure(Crd.Mode.CHECK))
                .withMessageContaining("is missing: install it with")
                .withMessageContaining("--crd apply");
        assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                .isThrownBy(() -> kubernetes.objects().read(new Configs(api).key("a")));
        kubernetes.crd().ensure(Crd.Mode.SKIP);
        assertThat(definition().code()).isEqualTo(404);

        // Created, and served soon.
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        await().ignoreExceptions().until(() -> source.list().objects().isEmpty());
        assertThat(kubernetes.kind().terminating()).isFalse();

        // Written only for a difference.
        var generation = generation();
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        kubernetes.crd().ensure(Crd.Mode.CHECK);
        assertThat(generation()).isEqualTo(generation);

        // Repaired, also against another manager.
        patch("{\"spec\": {\"names\": {\"shortNames\": [\"x\"]}}}");
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        assertThat(definition().text()).contains("\"pgc\"");

        // An older one is replaced, if that is wanted.
        patch("{\"metadata\": {\"annotations\": {\"containerconf.de/crd-version\": \"0\"}}}");
        assertThatExceptionOfType(ClusterFailure.Refused.class)
                .isThrownBy(() -> kubernetes.crd().ensure(Crd.Mode.CHECK))
                .withMessageContaining("has version 0, and this operator needs 1");
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        assertThatCode(() -> kubernetes.crd().ensure(Crd.Mode.CHECK)).doesNotThrowAnyException();

        // A newer one is not touched.
        patch(
                "{\"metadata\": {\"annotations\": {\"containerconf.de/crd-version\": \"99\"}}, \"spec\": {\"names\": {\"shortNames\": [\"x\"]}}}");
        generation = generation();
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        kubernetes.crd().ensure(Crd.Mode.CHECK);
        assertThat(generation()).isEqualTo(generation);

        // While it is being deleted, its objects are not to lose their databases.
        new Configs(api).create("a", "[\"containerconf.de/database\"]");
        api.client().delete(PATH).ok();
        await().until(kubernetes.kind()::terminating);
        kubernetes.crd().ensure(Crd.Mode.APPLY);
        var object = kubernetes.objects().read(new Configs(api).key("a")).orElseThrow();
        await().until(() -> source.list().objects().getFirst().deleting());
        assertThat(
                        kubernetes
                                .objects()
                                .removeFinalizer(
                                        kubernetes.objects().read(object.key()).orElseThrow()))
                .isEmpty();
        await().until(() -> definition().code() == 404);
        assertThat(kubernetes.kind().terminating()).as("gone").isTrue();
    }

    private ApiClient.Response definition() {
        return api.client().get(PATH);
    }

    /// Not the resourceVersion: the server writes the status in its own time.
    private String generation() {
        return definition().text("metadata", "generation");
    }

    private void patch(String json) {
        api.client().mergePatch(PATH, json).ok();
    }
}
