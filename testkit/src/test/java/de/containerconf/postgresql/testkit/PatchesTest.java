package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class PatchesTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
        gadgets.create("one");
    }

    private ApiClient.Response jsonPatch(String operations) {
        return gadgets.api().client().jsonPatch(gadgets.path("one"), operations);
    }

    @Test
    void aMergePatchRemovesWhatIsNull() {
        gadgets.patch("one", "{\"spec\":{\"count\":3}}").ok();

        var patched = gadgets.patch("one", "{\"spec\":{\"count\":null}}").ok();

        assertThat(patched.text("spec", "count")).isEmpty();
    }

    @Test
    void aMergePatchReplacesLists() {
        gadgets.patch("one", "{\"spec\":{\"parts\":[\"a\",\"b\"]}}").ok();

        var patched = gadgets.patch("one", "{\"spec\":{\"parts\":[\"c\"]}}").ok();

        assertThat(patched.json().getAsJsonObject("spec").get("parts")).hasToString("[\"c\"]");
    }

    @Test
    void aJsonPatchChangesInPlace() {
        var patched =
                jsonPatch(
                                """
                                [{"op":"test","path":"/spec/size","value":"big"},
                                 {"op":"add","path":"/spec/parts","value":["a","c"]},
                                 {"op":"add","path":"/spec/parts/1","value":"b"},
                                 {"op":"add","path":"/spec/parts/-","value":"d"},
                                 {"op":"remove","path":"/spec/parts/0"},
                                 {"op":"replace","path":"/spec/size","value":"tiny"},
                                 {"op":"add","path":"/metadata/labels","value":{"a~b":"x"}}]
                                """
                                        .replace("a~b", "a.b"))
                        .ok();

        assertThat(patched.json().getAsJsonObject("spec").get("parts"))
                .hasToString("[\"b\",\"c\",\"d\"]");
        assertThat(patched.text("spec", "size")).isEqualTo("tiny");
        assertThat(patched.text("metadata", "labels", "a.b")).isEqualTo("x");
    }

    @Test
    void aTestThatFailsChangesNothing() {
        var patched =
                jsonPatch(
                        """
                        [{"op":"replace","path":"/spec/size","value":"tiny"},
                         {"op":"test","path":"/spec/color","value":"green"}]
                        """);

        assertThat(patched.code()).isEqualTo(422);
        assertThat(patched.text("message"))
                .isEqualTo("the server rejected our request due to an error in our request");
        assertThat(gadgets.get("one").text("spec", "size")).isEqualTo("big");
    }

    @Test
    void aMissingPathIsRefused() {
        assertThat(jsonPatch("[{\"op\":\"remove\",\"path\":\"/spec/count\"}]").code())
                .isEqualTo(422);
        assertThat(
                        jsonPatch(
                                        "[{\"op\":\"add\",\"path\":\"/metadata/finalizers/-\",\"value\":\"a.b/c\"}]")
                                .code())
                .isEqualTo(422);
    }

    @Test
    void aStrategicMergePatchIsNotForCustomResources() {
        var patched =
                gadgets.api()
                        .client()
                        .send(
                                "PATCH",
                                gadgets.path("one"),
                                "application/strategic-merge-patch+json",
                                "{}");

        assertThat(patched.code()).isEqualTo(415);
    }

    @Test
    void whatIsNoJsonIsABadRequest() {
        assertThat(gadgets.patch("one", "x").code()).isEqualTo(400);
        assertThat(jsonPatch("{}").code()).isEqualTo(400);
    }
}
