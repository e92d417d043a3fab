package de.containerconf.postgresql.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ApiBreakerTest {

    private static final Next SETTLED = new Next.Settled();

    private final ManualClock clock = new ManualClock();
    private final ApiBreaker breaker = new ApiBreaker(clock, new Random(1));
    private final FakeCluster cluster = new FakeCluster();
    private final ConfigObjects objects = breaker.around(cluster);

    @Test
    void aFewFailuresHoldNobodyUp() throws InterruptedException {
        for (var i = 1; i < ApiBreaker.TOLERATED; i++) {
            pass(unreachable(null));
            assertThat(breaker.untilTurn()).isZero();
        }
        pass(unreachable(null));
        assertThat(breaker.untilTurn()).isPositive();
    }

    @Test
    void anAnswerBetweenFailuresBeginsTheCountAnew() throws InterruptedException {
        cluster.create("team/a", "shop", "team");
        for (var i = 1; i < 5 * ApiBreaker.TOLERATED; i++) {
            pass(unreachable(null));
            if (i % (ApiBreaker.TOLERATED - 1) == 0) {
                objects.read(cluster.get("team/a").key());
            }
            assertThat(breaker.untilTurn()).isZero();
        }
    }

    @Test
    void passesThatSaidNothingOfTheServerDoNotEndASeries() throws InterruptedException {
        for (var i = 0; i < ApiBreaker.TOLERATED; i++) {
            assertThat(breaker.untilTurn()).isZero();
            pass(SETTLED);
            pass(unreachable(null));
        }
        assertThat(breaker.untilTurn()).isPositive();
    }

    @Test
    void trialsBecomeRarerUpToFiveSeconds() throws InterruptedException {
        open();
        var millis = 400L;
        for (var trial = 0; trial < 10; trial++) {
            clock.advance(Duration.ofNanos(breaker.untilTurn()));
            assertThat(breaker.await()).isTrue();
            breaker.end(true, unreachable(null));
            assertThat(Duration.ofNanos(breaker.untilTurn()))
                    .isBetween(Duration.ofMillis(millis / 2), Duration.ofMillis(millis));
            millis = Math.min(2 * millis, 5_000);
        }
    }

    @Test
    void oneTrialAtATimeButNoneThatHangsKeepsTheNextWaiting() throws InterruptedException {
        open();
        clock.advance(Duration.ofNanos(breaker.untilTurn()));
        assertThat(breaker.await()).isTrue();
        assertThat(Duration.ofNanos(breaker.untilTurn())).isEqualTo(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.await()).isTrue();
    }

    @Test
    void aTrialThatDidNotNeedTheServerIsFollowedByTheNextAtOnce() throws InterruptedException {
        open();
        clock.advance(Duration.ofNanos(breaker.untilTurn()));
        for (var i = 0; i < 10; i++) {
            assertThat(breaker.await()).isTrue();
            breaker.end(true, SETTLED);
            assertThat(breaker.untilTurn()).isZero();
        }
    }

    @Test
    void passesThatBeganBeforeItOpenedCountNoMore() throws InterruptedException {
        open();
        var turn = breaker.untilTurn();
        for (var i = 0; i < 50; i++) {
            breaker.end(false, unreachable(null));
            breaker.end(false, SETTLED);
        }
        assertThat(breaker.untilTurn()).isEqualTo(turn);
    }

    @Test
    void aWishToWaitHoldsAllUpButNotForEver() throws InterruptedException {
        pass(unreachable(Duration.ofSeconds(17)));
        assertThat(Duration.ofNanos(breaker.untilTurn())).isEqualTo(Duration.ofSeconds(17));
        clock.advance(Duration.ofSeconds(17));
        assertThat(breaker.await()).isTrue();
        breaker.end(true, unreachable(Duration.ofDays(1)));
        assertThat(Duration.ofNanos(breaker.untilTurn())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyAnswerClosesItARefusalToo() throws InterruptedException {
        var object = cluster.create("team/a", "shop", "team");
        open();
        objects.addFinalizer(object);
        assertThat(breaker.untilTurn()).isZero();
        assertThat(breaker.await()).isFalse();

        open();
        assertThatThrownBy(() -> objects.writeStatus(object, FakeCluster.PENDING))
                .isInstanceOf(ClusterFailure.Outdated.class);
        assertThat(breaker.untilTurn()).isZero();

        open();
        cluster.onCall(call -> {
            throw new ClusterFailure.Unavailable("away", null, null);
        });
        assertThatThrownBy(() -> objects.removeFinalizer(object))
                .isInstanceOf(ClusterFailure.Unavailable.class);
        assertThat(breaker.untilTurn()).isPositive();
    }

    @Test
    void whoWaitsGoesOnWithTheAnswer() throws InterruptedException {
        open();
        var object = cluster.create("team/a", "shop", "team");
        var answer = Thread.ofVirtual().start(() -> objects.read(object.key()));
        assertThat(breaker.await()).isFalse(); // the clock stands still
        answer.join();
    }

    private void open() throws InterruptedException {
        while (breaker.untilTurn() == 0) {
            pass(unreachable(null));
        }
    }

    private void pass(Next next) throws InterruptedException {
        breaker.end(breaker.await(), next);
    }

    private static Next unreachable(@Nullable Duration retryAfter) {
        return new Next.Unreachable(
                "The API server does not answer.",
                retryAfter == null
                        ? new Next.BackOff(Duration.ofSeconds(5))
                        : new Next.After(retryAfter));
    }
}
