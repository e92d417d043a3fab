package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class WatchTest {

    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    @Test
    void changesComeInOrder() {
        var now = gadgets.now();
        try (var watch = gadgets.watch("&resourceVersion=" + now)) {
            gadgets.create("b");
            gadgets.create("a");
            gadgets.patch("b", "{\"spec\":{\"size\":\"tiny\"}}").ok();
            gadgets.api().client().delete(gadgets.path("a")).ok();

            assertThat(watch.nextNamed()).isEqualTo("ADDED b");
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
            assertThat(watch.nextNamed()).isEqualTo("MODIFIED b");
            assertThat(watch.nextNamed()).isEqualTo("DELETED a");
        }
    }

    @Test
    void theSameComesWhenWatchedLater() {
        var now = gadgets.now();
        gadgets.create("a");
        gadgets.patch("a", "{\"spec\":{\"size\":\"tiny\"}}").ok();

        try (var watch = gadgets.watch("&resourceVersion=" + now)) {
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
            assertThat(watch.nextNamed()).isEqualTo("MODIFIED a");
        }
    }

    @Test
    void withoutAResourceVersionWhatIsThereComesFirst() {
        gadgets.create("b");
        gadgets.create("a");

        try (var watch = gadgets.watch("")) {
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
            assertThat(watch.nextNamed()).isEqualTo("ADDED b");
            gadgets.create("c");
            assertThat(watch.nextNamed()).isEqualTo("ADDED c");
        }
    }

    @Test
    void aListByWatchEndsWithAMark() {
        gadgets.create("a");

        try (var watch =
                gadgets.watch(
                        "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
            var mark = watch.next();
            assertThat(Json.textAt(mark, "type")).isEqualTo("BOOKMARK");
            assertThat(
                            Json.textAt(
                                    mark,
                                    "object",
                                    "metadata",
                                    "annotations",
                                    "k8s.io/initial-events-end"))
                    .isEqualTo("true");
        }
    }

    @Test
    void aListByWatchMustSayHowFresh() {
        var watched =
                gadgets.api().client().get(gadgets.path() + "?watch=1&sendInitialEvents=true");

        assertThat(watched.code()).isEqualTo(422);
    }

    @Test
    void aDeletionHasAResourceVersionOfItsOwn() {
        var created = gadgets.create("a").text("metadata", "resourceVersion");
        try (var watch = gadgets.watch("&resourceVersion=" + gadgets.now())) {
            gadgets.api().client().delete(gadgets.path("a")).ok();

            var deleted = watch.next();

            assertThat(Json.textAt(deleted, "type")).isEqualTo("DELETED");
            assertThat(Json.textAt(deleted, "object", "spec", "size")).isEqualTo("big");
            assertThat(
                            Long.parseLong(
                                    Json.textAt(deleted, "object", "metadata", "resourceVersion")))
                    .isGreaterThan(Long.parseLong(created));
        }
    }

    @Test
    void aWriteThatChangesNothingIsNoEvent() {
        gadgets.create("a");
        gadgets.patch("a", "{}").ok();
        try (var watch = gadgets.watch("&resourceVersion=" + gadgets.now())) {
            gadgets.patch("a", "{\"spec\":{\"size\":\"big\"}}").ok();

            assertThat(watch.within(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void otherNamespacesAreSilent() {
        try (var watch = gadgets.watch("&resourceVersion=" + gadgets.now())) {
            new Gadgets(gadgets.api(), gadgets.api().newNamespace()).create("a");
            gadgets.create("b");

            assertThat(watch.nextNamed()).isEqualTo("ADDED b");
        }
    }

    @Test
    void anObjectThatIsNoLongerSelectedIsDeleted() {
        gadgets.create("a");
        try (var watch =
                gadgets.watch("&fieldSelector=spec.size%3Dbig&resourceVersion=" + gadgets.now())) {
            gadgets.patch("a", "{\"spec\":{\"size\":\"tiny\"}}").ok();
            assertThat(watch.nextNamed()).isEqualTo("DELETED a");
            gadgets.patch("a", "{\"spec\":{\"size\":\"big\"}}").ok();
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
        }
    }

    @Test
    void oneObjectCanBeWatched() {
        gadgets.create("a");
        try (var watch =
                gadgets.watch(
                        "&fieldSelector=metadata.name%3Da&resourceVersion=" + gadgets.now())) {
            gadgets.create("b");
            gadgets.patch("a", "{\"spec\":{\"size\":\"tiny\"}}").ok();

            assertThat(watch.nextNamed()).isEqualTo("MODIFIED a");
        }
    }

    @Test
    void anotherObjectOfTheSameNameIsDeletedAndAdded() {
        gadgets.create("a");
        try (var watch = gadgets.watch("&resourceVersion=" + gadgets.now())) {
            gadgets.api().client().delete(gadgets.path("a")).ok();
            gadgets.create("a");

            assertThat(watch.nextNamed()).isEqualTo("DELETED a");
            assertThat(watch.nextNamed()).isEqualTo("ADDED a");
        }
    }

    @Test
    void tooOldIsAnEventAndTheEnd() {
        try (var watch = gadgets.watch("&resourceVersion=1")) {
            var error = watch.next();

            assertThat(Json.textAt(error, "type")).isEqualTo("ERROR");
            assertThat(Json.at(error, "object", "code")).hasToString("410");
            assertThat(Json.textAt(error, "object", "reason")).isEqualTo("Expired");
            assertThat(Json.textAt(error, "object", "message"))
                    .startsWith("too old resource version: 1 (");
            assertThat(watch.awaitEnd()).isTrue();
        }
    }

    @Test
    void theFutureIsSilent() {
        try (var watch = gadgets.watch("&resourceVersion=99999999")) {
            gadgets.create("a");

            assertThat(watch.within(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void theTimeoutIsACleanEnd() {
        try (var watch = gadgets.watch("&timeoutSeconds=1&resourceVersion=" + gadgets.now())) {
            assertThat(watch.awaitEnd()).isTrue();
        }
    }

    @Test
    void bookmarksComeBeforeTheEnd() {
        try (var watch =
                gadgets.watch(
                        "&timeoutSeconds=8&allowWatchBookmarks=true&resourceVersion="
                                + gadgets.now())) {
            new Gadgets(gadgets.api(), gadgets.api().newNamespace()).create("a");

            var bookmark = watch.next();

            assertThat(Json.textAt(bookmark, "type")).isEqualTo("BOOKMARK");
            assertThat(Json.textAt(bookmark, "object", "kind")).isEqualTo("Gadget");
        }
    }

    @Test
    void aWatchCanShowMetadataAlone() {
        gadgets.create("a");
        var listed =
                gadgets.api()
                        .client()
                        .get(
                                gadgets.path() + "?watch=1&timeoutSeconds=1",
                                "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");

        assertThat(listed.text()).contains("PartialObjectMetadata").doesNotContain("\"spec\"");
    }
}
