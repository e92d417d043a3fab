package de.containerconf.postgresql.devcluster.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final History history = new History(10, 3);

    private void append(long version) {
        var metadata = Json.object("name", "a", "resourceVersion", Long.toString(version));
        var object = new StoredObject(Json.object("metadata", metadata));
        history.append(new Change(Change.Kind.MODIFIED, object, null));
    }

    private long next(History.Position position) throws InterruptedException {
        return history.await(position, SECOND).orElseThrow().change().resourceVersion();
    }

    @Test
    void aWatchBeginsAfterWhatItKnows() throws InterruptedException {
        append(11);
        append(15);

        assertThat(next(history.after(10).orElseThrow())).isEqualTo(11);
        assertThat(next(history.after(12).orElseThrow())).isEqualTo(15);
    }

    @Test
    void whatIsOlderThanTheHistoryIsTooOld() {
        assertThat(history.after(9)).isEmpty();
        assertThat(history.after(10)).isPresent();
    }

    @Test
    void onlyTheLatestChangesAreKept() {
        for (var version = 11; version <= 20; version++) {
            append(version);
        }

        assertThat(history.after(16)).isEmpty();
        assertThat(history.after(17)).isPresent();
    }

    @Test
    void aSlowWatchMissesNothing() throws InterruptedException {
        var position = history.end();
        for (var version = 11; version <= 20; version++) {
            append(version);
        }

        for (var version = 11; version <= 20; version++) {
            position = history.await(position, SECOND).orElseThrow();
            assertThat(position.change().resourceVersion()).isEqualTo(version);
        }
    }

    @Test
    void aWaitingWatchIsWoken() {
        var end = history.end();
        var woken =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return next(end);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });

        append(11);

        assertThat(woken).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(11L);
    }

    @Test
    void aClosedHistoryIsReadToItsEnd() throws InterruptedException {
        var position = history.end();
        append(11);
        history.close();

        position = history.await(position, SECOND).orElseThrow();

        assertThat(history.await(position, SECOND)).isEmpty();
        assertThat(history.closed()).isTrue();
    }

    @Test
    void runningWatchesOutliveACompaction() throws InterruptedException {
        append(11);
        var position = history.end();
        history.compact(12);
        append(13);

        assertThat(history.after(11)).isEmpty();
        assertThat(next(position)).isEqualTo(13);
        assertThat(next(history.after(12).orElseThrow())).isEqualTo(13);
    }
}
