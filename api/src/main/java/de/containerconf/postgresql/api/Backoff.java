package de.containerconf.postgresql.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: `first`, doubled with each failure up to `max`, less up to
/// a half at random so that many who failed together do not come back together. Immutable.
public record Backoff(Duration first, Duration max) {

    private static final int MAX_DOUBLINGS = 30;

    /// @throws IllegalArgumentException unless 0 < first <= max
    public Backoff {
        if (!first.isPositive() || first.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "0 < first <= max is needed, not %s and %s".formatted(first, max));
        }
    }

    /// The wait after a number of failures in a row (at least 1): between a half and the whole of
    /// the doubled time.
    public Duration delay(int failures, RandomGenerator random) {
        var doublings = Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS);
        var whole = Math.min(max.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
