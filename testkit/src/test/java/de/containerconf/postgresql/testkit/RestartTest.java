package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class RestartTest {

    private Gadgets gadgets;

    @BeforeEach
    void define(KubernetesApi api) {
        gadgets = Gadgets.in(api);
    }

    @Test
    void aStoppedServerIsGoneAndComesBackWithItsObjects() {
        var uid = gadgets.create("a").text("metadata", "uid");
        var url = gadgets.api().url();

        gadgets.api().stop();
        assertThatThrownBy(() -> gadgets.get("a")).isInstanceOf(UncheckedIOException.class);
        gadgets.api().start();

        assertThat(gadgets.api().url()).isEqualTo(url);
        assertThat(gadgets.metadata("a", "uid")).isEqualTo(uid);
    }

    @Test
    void aRestartEndsWatchesWithoutTheLastChunkAndForgetsHistory() {
        gadgets.create("a");
        var before = gadgets.now();
        gadgets.patch("a", "{\"spec\":{\"size\":\"tiny\"}}").ok();
        try (var watch = gadgets.watch("&resourceVersion=" + gadgets.now())) {
            gadgets.api().restart();

            assertThat(watch.awaitEnd()).isFalse();
        }
        // Just after the start the storage is made anew, which is 429.
        await().until(() ->
                gadgets.api()
                        .client()
                        .get(gadgets.path() + "?watch=1&timeoutSeconds=1&resourceVersion=" + before)
                        .text()
                        .contains("too old resource version"));
    }
}
