package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class NamespacesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Gadgets gadgets;
    private String path;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
        path = "/api/v1/namespaces/" + gadgets.namespace();
    }

    private void delete() {
        gadgets.api().client().delete(path).ok();
    }

    private void assumeControllers() {
        var assets = System.getenv("KUBEBUILDER_ASSETS");
        assumeTrue(
                gadgets.api().kind() == KubernetesApi.Kind.IN_PROCESS
                        || Files.exists(Path.of(assets, "kube-controller-manager")),
                "KUBEBUILDER_ASSETS has no kube-controller-manager, so nothing empties a namespace");
    }

    @Test
    void aDeletedNamespaceIsTerminatingAtOnce() {
        delete();

        assertThat(gadgets.api().client().get(path).text("status", "phase"))
                .isEqualTo("Terminating");
    }

    @Test
    void nothingIsCreatedInATerminatingNamespace() {
        delete();

        await().until(() -> gadgets.tryCreate(Gadgets.gadget("a")).code() == 403);
        assertThat(gadgets.tryCreate(Gadgets.gadget("a")).text())
                .contains("\"NamespaceTerminating\"", "because it is being terminated");
    }

    @Test
    void statusAndFinalizersCanBeWrittenInATerminatingNamespace() {
        gadgets.create("a");
        delete();

        assertThat(gadgets.patchStatus("a", "{\"status\":{\"phase\":\"x\"}}").code())
                .isEqualTo(200);
        assertThat(gadgets.patch("a", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").code())
                .isEqualTo(200);
        gadgets.patch("a", "{\"metadata\":{\"finalizers\":null}}").ok();
    }

    @Test
    void aNamespaceGoesWithItsLastObject() {
        assumeControllers();
        gadgets.create("a");
        gadgets.patch("a", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").ok();

        delete();

        await().atMost(PATIENCE).until(() -> !gadgets.metadata("a", "deletionTimestamp").isEmpty());
        await().atMost(PATIENCE)
                .until(() ->
                        gadgets.api()
                                .client()
                                .get(path)
                                .text()
                                .contains("a.b/c in 1 resource instances"));
        gadgets.patch("a", "{\"metadata\":{\"finalizers\":null}}").ok();
        await().atMost(PATIENCE).until(() -> gadgets.api().client().get(path).code() == 404);
    }
}
