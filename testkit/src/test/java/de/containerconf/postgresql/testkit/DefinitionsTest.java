package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class DefinitionsTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";

    private Gadgets widgets;
    private String definition;

    /// Each test has a kind of its own, as they spoil it.
    @BeforeEach
    void define(KubernetesApi api) {
        widgets = Gadgets.another(api);
        definition = DEFINITIONS + widgets.plural() + ".testkit.containerconf.de";
    }

    private void addColumn() {
        widgets.api()
                .client()
                .jsonPatch(
                        definition,
                        """
                        [{"op":"add","path":"/spec/versions/0/additionalPrinterColumns/-",
                          "value":{"name":"New","type":"string","jsonPath":".spec.color"}}]
                        """)
                .ok();
    }

    private void awaitGone() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> widgets.api().client().get(definition).code() == 404);
    }

    @Test
    void aKindIsEstablished() {
        assertThat(widgets.api().client().get(definition).text())
                .contains("\"Established\"", "\"NamesAccepted\"");
    }

    @Test
    void aChangeEndsAllWatches() {
        try (var watch = widgets.watch("&resourceVersion=" + widgets.now())) {
            addColumn();

            assertThat(watch.awaitEnd()).isTrue();
        }
    }

    @Test
    void afterAChangeWhatWasBeforeIsTooOld() {
        var before = widgets.now();
        addColumn();
        // Just after the change the storage is made anew, which is 429.
        await().until(() ->
                widgets.api()
                        .client()
                        .get(widgets.path() + "?watch=1&timeoutSeconds=1&resourceVersion=" + before)
                        .text()
                        .contains("too old resource version"));
    }

    @Test
    void anAnnotationOfTheDefinitionEndsNoWatch() {
        try (var watch = widgets.watch("&resourceVersion=" + widgets.now())) {
            widgets.api()
                    .client()
                    .mergePatch(definition, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")
                    .ok();
            widgets.create("a");

            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
        }
    }

    @Test
    void aNewDefaultShowsInOldObjects() {
        widgets.create("a");
        widgets.api()
                .client()
                .jsonPatch(
                        definition,
                        """
                        [{"op":"add","value":{"type":"integer","default":7},
                          "path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/weight"}]
                        """)
                .ok();

        await().until(() -> widgets.get("a").text("spec", "weight").equals("7"));
    }

    @Test
    void whatWasValidOnceMayStay() {
        widgets.create("a");
        widgets.api()
                .client()
                .jsonPatch(
                        definition,
                        """
                        [{"op":"replace","value":2,
                          "path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/maxLength"}]
                        """)
                .ok();
        await().until(() -> widgets.tryCreate("?dryRun=All", widgets.body("b")).code() == 422);

        assertThat(widgets.patch("a", "{\"spec\":{\"color\":\"green\"}}").code()).isEqualTo(200);
        assertThat(widgets.patchStatus("a", "{\"status\":{\"phase\":\"x\"}}").code())
                .isEqualTo(200);
        assertThat(widgets.patch("a", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").code())
                .isEqualTo(200);
        assertThat(widgets.patch("a", "{\"spec\":{\"size\":\"long\"}}").code()).isEqualTo(422);
        assertThat(widgets.api().client().delete(widgets.path("a")).code()).isEqualTo(200);
        assertThat(widgets.patch("a", "{\"metadata\":{\"finalizers\":null}}").code())
                .isEqualTo(200);
    }

    @Test
    void deletingADefinitionDeletesItsObjects() {
        widgets.create("a");
        try (var watch = widgets.watch("&resourceVersion=" + widgets.now())) {
            widgets.api().client().delete(definition).ok();

            assertThat(watch.nextNamed()).isEqualTo("DELETED a");
        }
        awaitGone();
        await().until(() -> widgets.api().client().get(widgets.path()).code() == 404);
    }

    @Test
    void anObjectWithAFinalizerHoldsTheDefinition() {
        widgets.create("a");
        widgets.patch("a", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").ok();

        widgets.api().client().delete(definition).ok();

        await().until(() -> !widgets.metadata("a", "deletionTimestamp").isEmpty());
        await().until(() ->
                widgets.api()
                        .client()
                        .get(definition)
                        .text()
                        .contains("InstanceDeletionInProgress"));
        var created = widgets.tryCreate(widgets.body("b"));
        assertThat(created.code()).isEqualTo(403);
        assertThat(created.text("message"))
                .endsWith("create not allowed while custom resource definition is terminating");

        widgets.patch("a", "{\"metadata\":{\"finalizers\":null}}").ok();
        awaitGone();
    }

    @Test
    void aDefinitionMustHaveTheNameOfItsKind() {
        var body =
                Json.object(
                        "kind", "CustomResourceDefinition",
                        "metadata", Json.object("name", "other.testkit.containerconf.de"),
                        "spec",
                                Json.objectAt(
                                        widgets.api().client().get(definition).json(), "spec"));

        var created =
                widgets.api()
                        .client()
                        .post(DEFINITIONS.substring(0, DEFINITIONS.length() - 1), body.toString());

        assertThat(created.code()).isEqualTo(422);
        assertThat(created.text("message")).contains("spec.names.plural+\".\"+spec.group");
    }

    @Test
    void aKindIsDiscovered() {
        var found = widgets.api().client().get("/apis/testkit.containerconf.de/v1").ok().text();

        assertThat(found).contains("\"" + widgets.plural() + "\"", widgets.plural() + "/status");
        assertThat(widgets.api().client().get("/apis").text())
                .contains("testkit.containerconf.de/v1");
    }
}
