package de.containerconf.postgresql.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property
    void aWaitIsBetweenHalfAndTheWholeOfTheDoubledTime(
            @ForAll @LongRange(min = 1, max = 31_536_000_000_000_000L) long first,
            @ForAll @LongRange(min = 1, max = 31_536_000_000_000_000L) long max,
            @ForAll @IntRange(min = -5, max = 1_000) int failures,
            @ForAll long seed) {
        var backoff =
                new Backoff(
                        Duration.ofNanos(Math.min(first, max)),
                        Duration.ofNanos(Math.max(first, max)));
        var whole = backoff.first();
        for (var i = 1; i < Math.min(failures, 31) && whole.compareTo(backoff.max()) < 0; i++) {
            whole = whole.multipliedBy(2);
        }
        whole = whole.compareTo(backoff.max()) < 0 ? whole : backoff.max();
        assertThat(backoff.delay(failures, new Random(seed)))
                .isBetween(whole.dividedBy(2), whole)
                .isPositive();
    }

    @Test
    void theFirstWaitIsAtMostTheFirstTime() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMinutes(5));
        for (var seed = 0; seed < 100; seed++) {
            assertThat(backoff.delay(1, new Random(seed)))
                    .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        }
    }

    @Test
    void manyFailuresNeverOverflowTheLongestTime() {
        var backoff = new Backoff(Duration.ofDays(200), Duration.ofDays(365));
        assertThat(backoff.delay(Integer.MAX_VALUE, new Random(1)))
                .isBetween(Duration.ofDays(182), Duration.ofDays(365));
    }

    @Test
    void aVeryShortFirstTimeIsNoBusyLoop() {
        var backoff = new Backoff(Duration.ofNanos(900), Duration.ofSeconds(1));
        assertThat(backoff.delay(40, new Random(1))).isGreaterThan(Duration.ofMillis(499));
    }

    @Test
    void thoseWhoFailedTogetherDoNotComeBackTogether() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMinutes(5));
        var random = new Random(7);
        assertThat(Stream.generate(() -> backoff.delay(10, random)).limit(50))
                .doesNotHaveDuplicates();
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        var second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, second))
                .withMessageContaining("PT0S and PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second.plusNanos(1), second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, Duration.ofDays(366)));
    }
}
