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
            assertThat(pace.delay(START, START, BURST - i)).isZero();
        }
    }

    @Test
    void whileMoreComeTheyGoOutOneByOne() {
        sent(START);

        for (var i = 1; i <= 100; i++) {
            var now = START.plus(INTERVAL.multipliedBy(i));
            var tooSoon = now.plus(Duration.ofMillis(-40));
            assertThat(pace.delay(tooSoon, tooSoon, 500)).isEqualTo(Duration.ofMillis(40));
            assertThat(pace.delay(now, now, 500)).isZero();
        }
    }

    @Test
    void theRestIsToldOnceNothingNewHappens() {
        sent(START);
        var over = START.plus(QUIET);

        for (var i = 0; i < 500; i++) {
            assertThat(pace.delay(over, START, 500 - i)).isZero();
        }
    }

    @Test
    void moreThanCanBeKeptIsNot() {
        sent(START);

        assertThat(pace.delay(START, START, TOO_MANY + 1)).isZero();
        assertThat(pace.delay(START, START, TOO_MANY)).isEqualTo(INTERVAL);
    }

    @Test
    void aLongSilenceSavesNoMoreThanABurst() {
        sent(START);
        var later = START.plus(Duration.ofHours(1));

        sent(later);
        assertThat(pace.delay(later, later, 1)).isEqualTo(INTERVAL);
    }

    private void sent(Moment now) {
        for (var i = 0; i < BURST; i++) {
            assertThat(pace.delay(now, now, 1)).isZero();
        }
    }
}
