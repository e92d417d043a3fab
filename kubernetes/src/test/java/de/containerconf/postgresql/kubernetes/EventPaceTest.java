package de.containerconf.postgresql.kubernetes;

import static de.containerconf.postgresql.kubernetes.EventPace.BURST;
import static de.containerconf.postgresql.kubernetes.EventPace.INTERVAL;
import static de.containerconf.postgresql.kubernetes.EventPace.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventPaceTest {

    private static final int TOO_MANY = 1_000;
    private static final Moment START =
            new Moment(Instant.parse("2026-01-02T03:04:05.678Z"), Duration.ofNanos(-7));

    private final EventPace pace = new EventPace(TOO_MANY, START);

    @Test
    void fewAreSentAtOnce() {
        for (var i = 0; i < BURST; i++) {
            assertThat(pace.delay(START, START, START, BURST - i)).isZero();
        }
    }

    @Test
    void whileMoreComeTheyGoOutOneByOne() {
        sent(START);

        for (var i = 1; i <= 100; i++) {
            var now = START.plus(INTERVAL.multipliedBy(i));
            var tooSoon = now.plus(Duration.ofMillis(-40));
            assertThat(pace.delay(tooSoon, tooSoon, tooSoon, 500)).isEqualTo(Duration.ofMillis(40));
            assertThat(pace.delay(now, now, now, 500)).isZero();
        }
    }

    @Test
    void theRestIsToldOnceNothingNewHappens() {
        sent(START);
        var over = START.plus(QUIET);

        for (var i = 0; i < 500; i++) {
            assertThat(pace.delay(over, over, START, 500 - i)).isZero();
        }
    }

    @Test
    void moreThanCanBeKeptIsNot() {
        sent(START);

        assertThat(pace.delay(START, START, START, TOO_MANY + 1)).isZero();
        assertThat(pace.delay(START, START, START, TOO_MANY)).isEqualTo(INTERVAL);
    }

    @Test
    void noneWaitsLongerThanAMinute() {
        sent(START);
        var now = START.plus(EventPace.MAX_DELAY);
        sent(now);

        assertThat(pace.delay(now, START, now, 500)).isZero();
        assertThat(pace.delay(now, START.plus(Duration.ofMillis(1)), now, 500)).isEqualTo(INTERVAL);
    }

    @Test
    void aLongSilenceSavesNoMoreThanABurst() {
        sent(START);
        var later = START.plus(Duration.ofHours(1));

        sent(later);
        assertThat(pace.delay(later, later, later, 1)).isEqualTo(INTERVAL);
    }

    private void sent(Moment now) {
        for (var i = 0; i < BURST; i++) {
            assertThat(pace.delay(now, now, now, 1)).isZero();
        }
    }
}
