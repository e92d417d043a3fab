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
        assertThat(created.json().getAsJsonObject("status").toString())
                .contains("\"Ready\"", "\"Unknown\"");
    }

    @Test
    void anOldResourceVersionIsAConflict() {
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
    void aFinalizerHoldsADeletedObject() {
        gadgets.create("one");
        gadgets.patch("one", "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").ok();

        var deleted = gadgets.api().client().delete(gadgets.path("one"));

        assertThat(deleted.text("metadata", "deletionTimestamp")).isNotEmpty();
        assertThat(deleted.text("metadata", "generation")).isEqualTo("2");
        gadgets.patch("one", "{\"metadata\":{\"finalizers\":null}}").ok();
        assertThat(gadgets.get("one").code()).isEqualTo(404);
    }
}
