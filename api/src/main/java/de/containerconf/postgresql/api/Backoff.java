package de.containerconf.postgresql.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: `first`, doubled with each failure up to `max`, less up to
/// a half at random so that many who failed together do not come back together. Immutable.
public record Backoff(Duration first, Duration max) {

    private static final int MAX_DOUBLINGS = 30;
    private static final Duration LONGEST = Duration.ofDays(365);

    /// @throws IllegalArgumentException unless 0 < first <= max <= 365 days
    public Backoff {
        if (!first.isPositive() || first.compareTo(max) > 0 || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "0 < first <= max <= 365 days is needed, not %s and %s".formatted(first, max));
        }
    }

    /// The wait after a number of failures in a row (at least 1): between a half and the whole of
    /// the doubled time.
    public Duration delay(int failures, RandomGenerator random) {
        var doublings = Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS);
        var doubled = first.multipliedBy(1L << doublings);
        var whole = doubled.compareTo(max) < 0 ? doubled : max;
        return whole.minusNanos(random.nextLong(whole.toNanos() / 2 + 1));
    }
}
