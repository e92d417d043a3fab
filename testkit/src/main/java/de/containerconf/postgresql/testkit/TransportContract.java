package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every transport owes to its sink, whatever happens to its source. The author of one extends
/// this class and says which:
///
/// ```java
/// class MyTransportTest extends TransportContract {
///     @Override
///     protected TransportProvider provider() {
///         return new MyTransportProvider();
///     }
/// }
/// ```
@Timeout(60)
public abstract class TransportContract {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final TestObjects source = new TestObjects();
    private final RecordingSink sink = new RecordingSink();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private @Nullable Thread thread;

    /// For JUnit.
    protected TransportContract() {}

    /// The provider of the transport to test.
    protected abstract TransportProvider provider();

    /// The settings to open it with: an interval of 100 ms and no options, unless overridden.
    protected TransportSettings settings() {
        return new TransportSettings(INTERVAL, Map.of());
    }

    static Stream<SourceException> failures() {
        return Stream.of(
                new SourceException.Unavailable("down", null, new java.io.IOException("refused")),
                new SourceException.Unavailable("overloaded", Duration.ofMillis(100), null),
                new SourceException.Denied("forbidden"),
                new SourceException.KindMissing("no such kind"),
                new SourceException.Expired("too old"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void whatIsThereIsReplacedWhole() {
        source.create("a", "o");
        source.create("b", "o");
        run();
        await().until(() -> sink.all().size() == 2);
        assertThat(sink.smallest()).isEqualTo(2);
    }

    @Test
    void noObjectsAreAListToo() {
        run();
        await().until(() -> sink.lists() > 0);
        assertThat(sink.all()).isEmpty();
    }

    @Test
    void whatAppearsChangesAndGoesIsToldInThisOrder() {
        run();
        await().until(() -> sink.lists() > 0);
        source.create("a", "o");
        await().until(() -> owner("a").equals("o"));
        source.setOwner("a", "p");
        await().until(() -> owner("a").equals("p"));
        source.delete("a");
        await().until(() -> sink.get(TestObjects.key("a")).isEmpty());
        assertThat(sink.seen(TestObjects.key("a")))
                .extracting(object -> Long.parseLong(object.resourceVersion()))
                .isSorted();
    }

    @Test
    void anotherObjectOfTheSameNameTakesThePlaceOfTheFirst() {
        source.create("a", "o");
        run();
        await().until(() -> owner("a").equals("o"));
        source.delete("a");
        source.create("a", "p");
        await().untilAsserted(() -> assertThat(sink.all()).isEqualTo(source.all()));
    }

    @Test
    void noChangeIsMissed() {
        run();
        var random = new Random(42);
        for (var i = 0; i < 500; i++) {
            var name = "a" + random.nextInt(8);
            if (!source.all().containsKey(TestObjects.key(name))) {
                source.create(name, "o");
            } else if (random.nextInt(3) == 0) {
                source.delete(name);
            } else {
                source.setOwner(name, "o" + i);
            }
            if (i % 50 == 20) {
                source.endWatches();
            }
            if (i % 100 == 70) {
                source.forget();
                source.endWatches();
            }
        }
        await().untilAsserted(() -> assertThat(sink.all()).isEqualTo(source.all()));
    }

    /// An error is no list, and least of all an empty one.
    @ParameterizedTest
    @MethodSource("failures")
    void aFailureTakesNothingAwayAndIsWaitedOut(SourceException failure) {
        source.create("a", "o");
        source.create("b", "o");
        run();
        await().until(() -> sink.all().size() == 2);

        source.fail(failure);
        var before = source.requests();
        await().until(() -> source.requests() > before);
        source.create("c", "o");
        source.recover();

        await().until(() -> owner("c").equals("o"));
        assertThat(sink.smallest()).isGreaterThanOrEqualTo(2);
        assertThat(end).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureFromTheBeginningIsWaitedOut(SourceException failure) {
        source.create("a", "o");
        source.fail(failure);
        run();
        await().until(() -> source.requests() > 1);
        assertThat(sink.lists()).isZero();

        source.recover();
        await().until(() -> owner("a").equals("o"));
        assertThat(sink.smallest()).isEqualTo(1);
    }

    /// A storm would be thousands.
    @Test
    void aSourceThatFailsIsNotStormed() {
        source.fail(new SourceException.Unavailable("down", null, null));
        run();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> source.requests() > 0);
        assertThat(source.requests()).isLessThan(30);
    }

    @Test
    void anInterruptIsTheEnd() {
        run();
        await().until(() -> sink.lists() > 0);
        assertEndsByInterrupt();
    }

    @Test
    void anInterruptDuringAnOutageIsTheEnd() {
        source.fail(new SourceException.Unavailable("down", null, null));
        run();
        await().until(() -> source.requests() > 0);
        assertEndsByInterrupt();
    }

    @Test
    void twoTransportsOfOneProviderDoNotDisturbEachOther() throws InterruptedException {
        source.create("a", "o");
        run();
        await().until(() -> owner("a").equals("o"));
        var other = new RecordingSink();
        var transport = provider().open(settings(), new SimpleMeterRegistry());
        var second =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                transport.run(source, other);
                            } catch (InterruptedException regular) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().until(() -> other.all().equals(source.all()));
        second.interrupt();
        second.join();

        source.setOwner("a", "p");
        await().until(() -> owner("a").equals("p"));
    }

    @Test
    void anOptionThatDoesNotExistIsNamed() {
        var settings = new TransportSettings(INTERVAL, Map.of("no-such-option", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider().open(settings, new SimpleMeterRegistry()))
                .withMessageContaining("no-such-option");
    }

    @Test
    void itHasAnIdAndADescription() {
        assertThat(provider().id()).matches("[a-z][a-z0-9-]*");
        assertThat(provider().description()).isNotBlank();
    }

    private void run() {
        var transport = provider().open(settings(), new SimpleMeterRegistry());
        thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                transport.run(source, sink);
                                end.complete(new IllegalStateException("it returned"));
                            } catch (InterruptedException | RuntimeException e) {
                                end.complete(e);
                            }
                        });
    }

    private void assertEndsByInterrupt() {
        Objects.requireNonNull(thread).interrupt();
        assertThat(end)
                .succeedsWithin(5, TimeUnit.SECONDS)
                .isInstanceOf(InterruptedException.class);
    }

    private String owner(String name) {
        return sink.get(TestObjects.key(name)).map(object -> object.spec().owner()).orElse("");
    }
}
