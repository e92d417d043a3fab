package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class WritesTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    @Test
    void aNewObjectHasIdentityGenerationAndDefaults() {
        var created = gadgets.create("one");

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.text("metadata", "uid")).isNotEmpty();
        assertThat(created.text("metadata", "generation")).isEqualTo("1");
        assertThat(created.text("spec", "color")).isEqualTo("red");
        assertThat(gadgets.conditions("one")).contains("\"Ready\"", "\"Unknown\"");
    }

    @Test
    void aNameIsTakenOnce() {
        gadgets.create("one");

        var again = gadgets.tryCreate(Gadgets.gadget("one"));

        assertThat(again.code()).isEqualTo(409);
        assertThat(again.text("reason")).isEqualTo("AlreadyExists");
    }

    @Test
    void aGeneratedNameBeginsWithItsPrefix() {
        var created =
                gadgets.tryCreate(
                        Gadgets.gadget("one")
                                .replace("\"name\":\"one\"", "\"generateName\":\"g-\""));

        assertThat(created.text("metadata", "name")).matches("g-[a-z0-9]{5}");
    }

    @Test
    void aDryRunStoresNothing() {
        var created = gadgets.tryCreate("?dryRun=All", Gadgets.gadget("one"));

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.text("spec", "color")).isEqualTo("red");
        assertThat(gadgets.get("one").code()).isEqualTo(404);
    }

    @Test
    void resourceVersionsGrowWithEveryWrite() {
        var first = gadgets.create("one").text("metadata", "resourceVersion");
        var second = gadgets.create("two").text("metadata", "resourceVersion");

        assertThat(Long.parseLong(second)).isGreaterThan(Long.parseLong(first));
    }

    @Test
    void anOldResourceVersionIsAConflictEvenIfNothingWouldChange() {
        var version = gadgets.create("one").text("metadata", "resourceVersion");
        gadgets.patch("one", "{\"spec\":{\"size\":\"small\"}}").ok();

        var late =
                gadgets.patch(
                        "one", "{\"metadata\":{\"resourceVersion\":\"%s\"}}".formatted(version));

        assertThat(late.code()).isEqualTo(409);
        assertThat(late.text("reason")).isEqualTo("Conflict");
        assertThat(late.text("message")).contains("the object has been modified");
    }

    @Test
    void aResourceVersionOfNullIsRefused() {
        gadgets.create("one");

        var patched = gadgets.patch("one", "{\"metadata\":{\"resourceVersion\":null}}");

        assertThat(patched.code()).isEqualTo(422);
        assertThat(patched.text("message")).contains("must be specified for an update");
    }

    @Test
    void aReplacementNeedsAResourceVersion() {
        gadgets.create("one");

        var replaced = gadgets.api().client().put(gadgets.path("one"), Gadgets.gadget("one"));

        assertThat(replaced.code()).isEqualTo(422);
    }

    @Test
    void aPatchThatChangesNothingKeepsTheResourceVersion() {
        gadgets.create("one");
        var version =
                gadgets.patch("one", "{\"spec\":{\"size\":\"small\"}}")
                        .text("metadata", "resourceVersion");

        var patched = gadgets.patch("one", "{\"spec\":{\"size\":\"small\"}}").ok();

        assertThat(patched.text("metadata", "resourceVersion")).isEqualTo(version);
    }

    @Test
    void theFirstPatchOfAnObjectWithADefaultStatusStoresThat() {
        var version = gadgets.create("one").text("metadata", "resourceVersion");

        var patched = gadgets.patch("one", "{}").ok();

        assertThat(patched.text("metadata", "resourceVersion")).isNotEqualTo(version);
        assertThat(gadgets.patch("one", "{}").text("metadata", "resourceVersion"))
                .isEqualTo(patched.text("metadata", "resourceVersion"));
    }

    @Test
    void aForeignUidIsRefused() {
        gadgets.create("one");

        var patched = gadgets.patch("one", "{\"metadata\":{\"uid\":\"other\"}}");

        assertThat(patched.code()).isEqualTo(422);
        assertThat(patched.text("message"))
                .endsWith("metadata.uid: Invalid value: \"other\": field is immutable");
    }

    @Test
    void aReplacementWithAForeignUidIsAConflict() {
        gadgets.create("one");
        var body =
                Gadgets.gadget("one")
                        .replace(
                                "{\"name\"",
                                "{\"uid\":\"other\",\"resourceVersion\":\"1\",\"name\"");

        var replaced = gadgets.api().client().put(gadgets.path("one"), body);

        assertThat(replaced.code()).isEqualTo(409);
        assertThat(replaced.text("message")).contains("Precondition failed: UID in precondition");
    }

    @Test
    void onlyTheSpecMovesTheGeneration() {
        gadgets.create("one");

        gadgets.patch(
                "one", "{\"metadata\":{\"labels\":{\"a\":\"b\"},\"finalizers\":[\"a.b/c\"]}}");
        assertThat(gadgets.metadata("one", "generation")).isEqualTo("1");
        gadgets.patchStatus("one", "{\"status\":{\"phase\":\"done\"}}");
        assertThat(gadgets.metadata("one", "generation")).isEqualTo("1");
        gadgets.patch("one", "{\"spec\":{\"size\":\"small\"}}");
        assertThat(gadgets.metadata("one", "generation")).isEqualTo("2");
    }

    @Test
    void theStatusIsWrittenByItsSubresourceOnly() {
        gadgets.create("one");

        gadgets.patch("one", "{\"status\":{\"phase\":\"main\"}}").ok();
        assertThat(gadgets.get("one").text("status", "phase")).isEmpty();
        gadgets.patchStatus(
                        "one",
                        """
                        {"metadata":{"labels":{"a":"b"}},"spec":{"size":"tiny"},"status":{"phase":"done"}}
                        """)
                .ok();

        var object = gadgets.get("one");
        assertThat(object.text("status", "phase")).isEqualTo("done");
        assertThat(object.text("spec", "size")).isEqualTo("big");
        assertThat(object.text("metadata", "labels", "a")).isEmpty();
    }

    @Test
    void aUidGuardsNothingInTheStatus() {
        gadgets.create("one");

        var patched =
                gadgets.patchStatus(
                        "one", "{\"metadata\":{\"uid\":\"other\"},\"status\":{\"phase\":\"x\"}}");

        assertThat(patched.code()).isEqualTo(200);
        assertThat(patched.text("status", "phase")).isEqualTo("x");
    }

    @Test
    void anOldResourceVersionGuardsTheStatus() {
        var version = gadgets.create("one").text("metadata", "resourceVersion");
        gadgets.patchStatus("one", "{\"status\":{\"phase\":\"x\"}}").ok();

        var late =
                gadgets.patchStatus(
                        "one",
                        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"status\":{\"phase\":\"y\"}}"
                                .formatted(version));

        assertThat(late.code()).isEqualTo(409);
    }

    @Test
    void anotherOrderOfConditionsIsAChange() {
        gadgets.create("one");
        var conditions =
                "{\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"True\"},{\"type\":\"%s\",\"status\":\"True\"}]}}";
        var version =
                gadgets.patchStatus("one", conditions.formatted("A", "B"))
                        .text("metadata", "resourceVersion");

        var turned = gadgets.patchStatus("one", conditions.formatted("B", "A")).ok();

        assertThat(turned.text("metadata", "resourceVersion")).isNotEqualTo(version);
    }

    @Test
    void aCreatedObjectHasNoStatusOfItsOwn() {
        gadgets.tryCreate(
                        Gadgets.gadget("one")
                                .replace("\"spec\"", "\"status\":{\"phase\":\"x\"},\"spec\""))
                .ok();

        assertThat(gadgets.get("one").text("status", "phase")).isEmpty();
    }

    @Test
    void aWriteToAMissingObjectIsNotFound() {
        assertThat(gadgets.patch("gone", "{}").code()).isEqualTo(404);
        assertThat(gadgets.patchStatus("gone", "{}").code()).isEqualTo(404);
        assertThat(gadgets.api().client().delete(gadgets.path("gone")).code()).isEqualTo(404);
    }

    @Test
    void anObjectThatEtcdCannotTakeIsAServerError() {
        gadgets.create("one");

        var patched =
                gadgets.patchStatus(
                        "one", "{\"status\":{\"phase\":\"%s\"}}".formatted("x".repeat(2_000_000)));

        assertThat(patched.code()).isEqualTo(500);
        assertThat(patched.text("message")).contains("request is too large");
    }

    @Test
    void aBodyOverThreeMebibytesIsRefused() {
        var patched =
                gadgets.patch(
                        "one", "{\"spec\":{\"size\":\"%s\"}}".formatted("x".repeat(3_200_000)));

        assertThat(patched.code()).isEqualTo(413);
    }
}
