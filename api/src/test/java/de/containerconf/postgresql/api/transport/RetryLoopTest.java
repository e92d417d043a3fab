package de.containerconf.postgresql.api.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With a clock that only sleeping, and the attempts, move.
class RetryLoopTest {

    private final SourceException refused =
            new SourceException.Unavailable("refused", null, new IOException("refused"));
    private final SourceException busy = new SourceException.Unavailable("busy", null, null);
    private final SourceException denied = new SourceException.Denied("denied");
    private final SourceException expired = new SourceException.Expired("expired");

    private final Logger logger = Logger.getLogger(RetryLoop.class.getName());
    private final List<LogRecord> log = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    log.add(entry);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SteppedClock clock = new SteppedClock();
    private final RetryLoop loop = new RetryLoop("The objects", meters, clock, new Random(1));

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void waitsDoubleUpToHalfAMinute() {
        failing(busy, 12);

        var whole = 800L;
        for (var wait : clock.waits) {
            assertThat(wait).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
            whole = Math.min(whole * 2, 30_000);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsAskedEveryFewSeconds() {
        failing(refused, 20);

        assertThat(clock.waits)
                .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void theServersWishIsTheMinimum() {
        failing(new SourceException.Unavailable("later", Duration.ofSeconds(90), null), 3);

        assertThat(clock.waits).containsOnly(Duration.ofSeconds(90));
    }

    @Test
    void anExpiredVersionIsNotWaitedForUnlessItHappensAgain() {
        var attempts = new ArrayList<SourceException>();
        for (var i = 0; i < 5; i++) {
            attempts.add(refused);
        }
        attempts.add(expired);
        attempts.add(expired);
        run(attempts);

        assertThat(clock.waits.get(5)).isZero();
        assertThat(clock.waits.get(6)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void twoHealthyMinutesMakeItBeginAnew() {
        failing(busy, 8);
        loop.reached();
        clock.now = clock.now.plus(Duration.ofSeconds(119));
        failing(busy, 1);
        assertThat(clock.waits.getLast()).isGreaterThan(Duration.ofSeconds(10));

        loop.reached();
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        failing(busy, 1);
        assertThat(clock.waits.getLast()).isLessThanOrEqualTo(Duration.ofMillis(800));
    }

    @Test
    void oneLineWhenAProblemBeginsAndOneWhenItIsOver() {
        failing(refused, 10);
        assertThat(log).hasSize(1);
        assertThat(log.getFirst().getLevel()).isEqualTo(Level.WARNING);
        assertThat(log.getFirst().getParameters()).containsExactly("The objects", "refused");

        loop.reached();
        loop.reached();
        assertThat(log).hasSize(2);
        assertThat(log.getLast().getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void aConnectionThatEndsOnceIsNoProblem() {
        loop.reached();
        failing(refused, 1);
        loop.reached();
        failing(expired, 1);
        loop.reached();

        assertThat(log).isEmpty();
    }

    @Test
    void oneThatEndsAgainAndAgainIsAProblem() {
        for (var i = 0; i < 8; i++) {
            loop.reached();
            failing(busy, 1);
        }

        assertThat(log).filteredOn(each -> each.getLevel().equals(Level.WARNING)).hasSize(1);
    }

    @Test
    void missingRightsAreAProblemOnlyWhenTheyStayMissing() {
        failing(denied, 5);
        assertThat(clock.now).isLessThan(Duration.ofSeconds(30));
        assertThat(log).isEmpty();

        failing(denied, 3);
        assertThat(log).hasSize(1);
    }

    @Test
    void failuresAreCountedByReasonAndFromTheStart() {
        assertThat(meters.find("operator.transport.failures").counters())
                .extracting(counter -> counter.getId().getTag("reason"))
                .containsExactlyInAnyOrder(
                        "connection", "answer", "denied", "kind-missing", "expired");

        failing(new SourceException.KindMissing("x"), 3);
        assertThat(meters.counter("operator.transport.failures", "reason", "kind-missing").count())
                .isEqualTo(3);
    }

    private void failing(SourceException failure, int times) {
        var attempts = new ArrayList<SourceException>();
        for (var i = 0; i < times; i++) {
            attempts.add(failure);
        }
        run(attempts);
    }

    /// Runs the attempts, and ends the loop in the last wait.
    private void run(List<SourceException> failures) {
        clock.sleeps = failures.size();
        var left = new ArrayList<>(failures);
        try {
            loop.run(() -> {
                throw left.removeFirst();
            });
        } catch (InterruptedException _) {
            assertThat(left).isEmpty();
        }
    }

    private static final class SteppedClock implements RetryLoop.Clock {
        private final List<Duration> waits = new ArrayList<>();
        private Duration now = Duration.ZERO;
        private int sleeps;

        @Override
        public Duration now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            waits.add(duration);
            now = now.plus(duration);
            if (--sleeps == 0) {
                throw new InterruptedException("the end of the test");
            }
        }
    }
}
