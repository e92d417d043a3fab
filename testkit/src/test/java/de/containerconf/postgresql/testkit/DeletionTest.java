package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class DeletionTest {

    private static final String OURS = "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}";

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    private ApiClient.Response delete(String name) {
        return gadgets.api().client().delete(gadgets.path(name));
    }

    private void createHeld(String name) {
        gadgets.create(name);
        gadgets.patch(name, OURS).ok();
    }

    @Test
    void anObjectWithoutFinalizersIsGoneAtOnce() {
        var uid = gadgets.create("one").text("metadata", "uid");

        var deleted = delete("one");

        assertThat(deleted.text("status")).isEqualTo("Success");
        assertThat(deleted.text("details", "uid")).isEqualTo(uid);
        assertThat(gadgets.get("one").code()).isEqualTo(404);
    }

    @Test
    void aFinalizerHoldsADeletedObject() {
        createHeld("one");

        var deleted = delete("one").ok();

        assertThat(deleted.text("metadata", "deletionTimestamp")).isNotEmpty();
        assertThat(deleted.text("metadata", "deletionGracePeriodSeconds")).isEqualTo("0");
        assertThat(deleted.text("metadata", "generation")).isEqualTo("2");
    }

    @Test
    void aSecondDeleteChangesNothing() {
        createHeld("one");
        var version = delete("one").text("metadata", "resourceVersion");

        assertThat(delete("one").text("metadata", "resourceVersion")).isEqualTo(version);
    }

    @Test
    void theLastFinalizerTakesTheObjectWithIt() {
        createHeld("one");
        var version = delete("one").text("metadata", "resourceVersion");

        var patched = gadgets.patch("one", "{\"metadata\":{\"finalizers\":null}}").ok();

        assertThat(patched.text("metadata", "resourceVersion")).isEqualTo(version);
        assertThat(patched.text("metadata", "deletionTimestamp")).isNotEmpty();
        assertThat(gadgets.get("one").code()).isEqualTo(404);
    }

    @Test
    void noFinalizerIsAddedToADeletedObject() {
        createHeld("one");
        delete("one");

        var patched = gadgets.patch("one", "{\"metadata\":{\"finalizers\":[\"a.b/c\",\"d.e/f\"]}}");

        assertThat(patched.code()).isEqualTo(422);
        assertThat(patched.text("message"))
                .contains("no new finalizers can be added if the object is being deleted");
    }

    @Test
    void theSpecOfADeletedObjectCanBeChanged() {
        createHeld("one");
        delete("one");

        var patched = gadgets.patch("one", "{\"spec\":{\"size\":\"small\"}}").ok();

        assertThat(patched.text("metadata", "generation")).isEqualTo("3");
    }

    @Test
    void aDeletedObjectStillHasItsName() {
        createHeld("one");
        delete("one");

        var created = gadgets.tryCreate(Gadgets.gadget("one"));

        assertThat(created.code()).isEqualTo(409);
        assertThat(created.text("message")).startsWith("object is being deleted: ");
    }

    @Test
    void aDeleteForAnotherUidIsAConflict() {
        gadgets.create("one");

        var deleted =
                gadgets.api()
                        .client()
                        .delete(gadgets.path("one"), "{\"preconditions\":{\"uid\":\"other\"}}");

        assertThat(deleted.code()).isEqualTo(409);
        assertThat(gadgets.get("one").code()).isEqualTo(200);
    }

    @Test
    void aDeleteForAnotherResourceVersionIsAConflict() {
        gadgets.create("one");

        var deleted =
                gadgets.api()
                        .client()
                        .delete(
                                gadgets.path("one"),
                                "{\"preconditions\":{\"resourceVersion\":\"1\"}}");

        assertThat(deleted.code()).isEqualTo(409);
    }

    @Test
    void foregroundDeletionAddsAFinalizerThatGoesByItself() {
        createHeld("one");

        var deleted =
                gadgets.api()
                        .client()
                        .delete(gadgets.path("one"), "{\"propagationPolicy\":\"Foreground\"}");

        assertThat(deleted.json().toString()).contains("foregroundDeletion", "a.b/c");
        // Without kube-controller-manager nobody takes it off a real server's object.
        if (gadgets.api().kind() == KubernetesApi.Kind.IN_PROCESS) {
            await().until(() -> !gadgets.get("one").text().contains("foregroundDeletion"));
        }
    }

    @Test
    void aWholeCollectionIsDeletedAsIfOneByOne() {
        createHeld("one");
        gadgets.create("two");

        gadgets.api().client().delete(gadgets.path()).ok();

        assertThat(gadgets.metadata("one", "deletionTimestamp")).isNotEmpty();
        assertThat(gadgets.get("two").code()).isEqualTo(404);
    }

    @Test
    void aFinalizerWithoutASlashIsWarnedOf() {
        gadgets.create("one");

        var patched = gadgets.patch("one", "{\"metadata\":{\"finalizers\":[\"odd\"]}}").ok();

        assertThat(patched.headers().firstValue("Warning")).isPresent();
    }

    @Test
    void theSameNameIsAnotherObjectLater() {
        var first = gadgets.create("one").text("metadata", "uid");
        delete("one");

        assertThat(gadgets.create("one").text("metadata", "uid")).isNotEqualTo(first);
    }
}
