package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class ValidationTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    private ApiClient.Response create(String spec) {
        return gadgets.tryCreate(Gadgets.gadget("one", spec));
    }

    @Test
    void everyCauseIsNamed() {
        var created = create("{\"size\":\"much too big\",\"color\":\"blue\",\"count\":0}");

        assertThat(created.code()).isEqualTo(422);
        assertThat(created.text("reason")).isEqualTo("Invalid");
        assertThat(created.text())
                .contains(
                        "\"spec.size\"",
                        "Too long: may not be more than 8 bytes",
                        "\"spec.color\"",
                        "supported values: \\\"red\\\", \\\"green\\\"",
                        "\"spec.count\"",
                        "spec.count in body should be greater than or equal to 1");
    }

    @Test
    void theMessageNamesTheKindAndTheField() {
        assertThat(create("{}").text("message"))
                .isEqualTo(
                        "Gadget.testkit.containerconf.de \"one\" is invalid: spec.size: Required value");
    }

    @Test
    void aWrongTypeIsInvalid() {
        assertThat(create("{\"size\":5}").text("message"))
                .endsWith(
                        "spec.size: Invalid value: \"integer\": spec.size in body must be of type"
                                + " string: \"integer\"");
    }

    @Test
    void lengthsCountCodePoints() {
        assertThat(create("{\"size\":\"ääääääää\"}").code()).isEqualTo(201);
    }

    @Test
    void aNullWithoutADefaultIsAbsent() {
        assertThat(create("{\"size\":\"big\",\"count\":null,\"color\":null}").text("spec", "color"))
                .isEqualTo("red");
    }

    @Test
    void aNameMustBeASubdomain() {
        var created = gadgets.tryCreate(Gadgets.gadget("No_Name"));

        assertThat(created.code()).isEqualTo(422);
        assertThat(created.text("message")).contains("a lowercase RFC 1123 subdomain");
    }

    @Test
    void anUnknownFieldIsPrunedWithAWarning() {
        var created = create("{\"size\":\"big\",\"weight\":1}");

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.text("spec", "weight")).isEmpty();
        assertThat(created.headers().firstValue("Warning"))
                .hasValue("299 - \"unknown field \\\"spec.weight\\\"\"");
    }

    @Test
    void anUnknownFieldIsRefusedWhereTheClientIsStrict() {
        var created =
                gadgets.tryCreate(
                        "?fieldValidation=Strict",
                        Gadgets.gadget("one", "{\"size\":\"big\",\"weight\":1}"));

        assertThat(created.code()).isEqualTo(400);
        assertThat(created.text("message"))
                .endsWith("strict decoding error: unknown field \"spec.weight\"");
    }

    @Test
    void anUnknownStatusFieldIsPrunedAndNothingIsWritten() {
        gadgets.create("one");
        var version =
                gadgets.patchStatus("one", "{\"status\":{\"phase\":\"x\"}}")
                        .text("metadata", "resourceVersion");

        var patched = gadgets.patchStatus("one", "{\"status\":{\"news\":\"y\"}}").ok();

        assertThat(patched.text("metadata", "resourceVersion")).isEqualTo(version);
    }

    @Test
    void aDuplicateConditionIsRefused() {
        gadgets.create("one");

        var patched =
                gadgets.patchStatus(
                        "one",
                        """
                        {"status":{"conditions":[{"type":"A","status":"True"},{"type":"A","status":"True"}]}}
                        """);

        assertThat(patched.code()).isEqualTo(422);
        assertThat(patched.text("message")).contains("Duplicate value: {\"type\":\"A\"}");
    }

    @Test
    void theKindMustAgree() {
        var created = gadgets.tryCreate(Gadgets.gadget("one").replace("\"Gadget\"", "\"Widget\""));

        assertThat(created.code()).isEqualTo(422);
        assertThat(created.text("message")).endsWith("must be Gadget");
    }

    @Test
    void theNamespaceMustAgreeAndExist() {
        var elsewhere =
                gadgets.tryCreate(
                        Gadgets.gadget("one")
                                .replace("{\"name\"", "{\"namespace\":\"x\",\"name\""));
        assertThat(elsewhere.code()).isEqualTo(400);

        var missing = new Gadgets(gadgets.api(), "missing").tryCreate(Gadgets.gadget("one"));
        assertThat(missing.code()).isEqualTo(404);
        assertThat(missing.text("message")).isEqualTo("namespaces \"missing\" not found");
    }

    @Test
    void labelsAreText() {
        var created =
                gadgets.tryCreate(
                        Gadgets.gadget("one")
                                .replace("{\"name\"", "{\"labels\":{\"a\":1},\"name\""));

        assertThat(created.code()).isEqualTo(400);
    }

    @Test
    void annotationsAreLimited() {
        gadgets.create("one");

        var patched =
                gadgets.patch(
                        "one",
                        "{\"metadata\":{\"annotations\":{\"a\":\"%s\"}}}"
                                .formatted("x".repeat(256 * 1024)));

        assertThat(patched.code()).isEqualTo(422);
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        var created = gadgets.api().client().send("POST", gadgets.path(), "text/plain", "gadget");

        assertThat(created.code()).isEqualTo(415);
    }
}
