package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class ApplyTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    private ApiClient.Response apply(String manager, String spec) {
        return gadgets.api()
                .client()
                .apply(
                        gadgets.path("one") + "?fieldManager=" + manager,
                        Gadgets.gadget("one", spec));
    }

    private ApiClient.Response applyStatus(String manager, String status) {
        return gadgets.api()
                .client()
                .apply(
                        gadgets.path("one") + "/status?fieldManager=" + manager,
                        Gadgets.gadget("one", status).replace("\"spec\":", "\"status\":"));
    }

    @Test
    void whatIsMissingIsCreated() {
        assertThat(apply("a", "{\"size\":\"big\"}").code()).isEqualTo(201);
        assertThat(apply("a", "{\"size\":\"big\"}").code()).isEqualTo(200);
    }

    @Test
    void theSameAgainKeepsTheResourceVersion() {
        apply("a", "{\"size\":\"big\"}");
        var version = apply("a", "{\"size\":\"tiny\"}").ok().text("metadata", "resourceVersion");

        var again = apply("a", "{\"size\":\"tiny\"}").ok();

        assertThat(again.text("metadata", "resourceVersion")).isEqualTo(version);
    }

    @Test
    void whatIsNoLongerAppliedIsRemoved() {
        apply("a", "{\"size\":\"big\",\"count\":2}").ok();

        var applied = apply("a", "{\"size\":\"big\"}").ok();

        assertThat(applied.text("spec", "count")).isEmpty();
    }

    @Test
    void aDefaultReturnsWhereTheValueIsNoLongerApplied() {
        apply("a", "{\"size\":\"big\",\"color\":\"green\"}").ok();

        assertThat(apply("a", "{\"size\":\"big\"}").text("spec", "color")).isEqualTo("red");
    }

    @Test
    void whatOthersOwnStays() {
        apply("a", "{\"size\":\"big\",\"count\":2}").ok();
        apply("b", "{\"size\":\"big\",\"count\":2}").ok();

        assertThat(apply("a", "{\"size\":\"big\"}").text("spec", "count")).isEqualTo("2");
    }

    @Test
    void anotherValueForAFieldOfOthersIsAConflict() {
        apply("a", "{\"size\":\"big\"}").ok();

        var applied = apply("b", "{\"size\":\"tiny\"}");

        assertThat(applied.code()).isEqualTo(409);
        assertThat(applied.text("message"))
                .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .spec.size");
        assertThat(applied.text()).contains("FieldManagerConflict");
    }

    @Test
    void forceTakesTheFieldOver() {
        apply("a", "{\"size\":\"big\"}").ok();

        apply("b&force=true", "{\"size\":\"tiny\"}").ok();

        assertThat(gadgets.get("one").text("spec", "size")).isEqualTo("tiny");
        assertThat(apply("a", "{\"size\":\"big\"}").code()).isEqualTo(409);
    }

    @Test
    void anUpdateTakesTheFieldOver() {
        apply("a", "{\"size\":\"big\"}").ok();
        gadgets.patch("one", "{\"spec\":{\"size\":\"tiny\"}}").ok();

        var applied = apply("a", "{\"size\":\"big\"}");

        assertThat(applied.code()).isEqualTo(409);
        assertThat(applied.text("message")).contains("using testkit.containerconf.de/v1");
    }

    @Test
    void conditionsAreMergedByType() {
        apply("a", "{\"size\":\"big\"}").ok();
        applyStatus("a", "{\"conditions\":[{\"type\":\"A\",\"status\":\"True\"}]}").ok();
        applyStatus("b", "{\"conditions\":[{\"type\":\"B\",\"status\":\"True\"}]}").ok();
        assertThat(gadgets.conditions("one")).contains("\"A\"", "\"B\"", "\"Ready\"");

        applyStatus("a", "{\"phase\":\"x\"}").ok();

        assertThat(gadgets.conditions("one")).doesNotContain("\"A\"").contains("\"B\"");
    }

    @Test
    void aClashInAConditionNamesIt() {
        apply("a", "{\"size\":\"big\"}").ok();
        applyStatus("a", "{\"conditions\":[{\"type\":\"A\",\"status\":\"True\"}]}").ok();

        var applied = applyStatus("b", "{\"conditions\":[{\"type\":\"A\",\"status\":\"False\"}]}");

        assertThat(applied.text("message"))
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"a\" with subresource"
                                + " \"status\": .status.conditions[type=\"A\"].status");
    }

    @Test
    void aFieldManagerIsRequired() {
        var applied = gadgets.api().client().apply(gadgets.path("one"), Gadgets.gadget("one"));

        assertThat(applied.code()).isEqualTo(422);
        assertThat(applied.text("message")).contains("fieldManager: Required value");
    }

    @Test
    void theNameMustAgree() {
        var applied =
                gadgets.api()
                        .client()
                        .apply(gadgets.path("two") + "?fieldManager=a", Gadgets.gadget("one"));

        assertThat(applied.code()).isEqualTo(400);
    }

    @Test
    void aUidOfAnObjectThatIsGoneIsAConflict() {
        var applied =
                gadgets.api()
                        .client()
                        .apply(
                                gadgets.path("one") + "?fieldManager=a",
                                Gadgets.gadget("one")
                                        .replace("{\"name\"", "{\"uid\":\"x\",\"name\""));

        assertThat(applied.code()).isEqualTo(409);
    }

    @Test
    void managedFieldsAreNotApplied() {
        var body = Gadgets.gadget("one").replace("{\"name\"", "{\"managedFields\":[],\"name\"");

        var applied = gadgets.api().client().apply(gadgets.path("one") + "?fieldManager=a", body);

        assertThat(applied.code()).isEqualTo(400);
    }

    @Test
    void anUnknownFieldIsAServerError() {
        var applied = apply("a", "{\"size\":\"big\",\"weight\":1}");

        assertThat(applied.code()).isEqualTo(500);
        assertThat(applied.text("message")).contains(".spec.weight: field not declared in schema");
    }

    @Test
    void managedFieldsNameTheManagerOfEachHalf() {
        apply("a", "{\"size\":\"big\"}").ok();
        gadgets.api()
                .client()
                .mergePatch(
                        gadgets.path("one") + "/status?fieldManager=b",
                        "{\"status\":{\"phase\":\"x\"}}")
                .ok();

        var managed =
                gadgets.get("one")
                        .json()
                        .getAsJsonObject("metadata")
                        .getAsJsonArray("managedFields")
                        .toString();

        assertThat(managed)
                .contains(
                        "\"f:spec\":{\"f:size\":{}}",
                        "\"manager\":\"a\"",
                        "\"f:status\":{\"f:phase\":{}}",
                        "\"subresource\":\"status\"");
    }
}
