package de.containerconf.postgresql.kubernetes;

import java.time.Duration;

/// Grants so much at once, and one more each interval. Full at the beginning. For one thread.
final class TokenBucket {

    private final int size;
    private final Duration refill;
    private int left;
    private Moment refilled;

    /// @param size how much it grants at once, at most
    /// @param refill the time in which it gets one token more
    TokenBucket(int size, Duration refill, Moment now) {
        this.size = size;
        this.refill = refill;
        left = size;
        refilled = now;
    }

    /// Takes a token, if there is one.
    boolean take(Moment now) {
        var more = (int) Math.min(size, now.since(refilled).dividedBy(refill));
        if (more > 0) {
            left = Math.min(size, left + more);
            refilled = now;
        }
        return left > 0 && left-- > 0;
    }

    /// The time until there is a token again, where [#take] found none.
    Duration untilNext(Moment now) {
        return refill.minus(now.since(refilled));
    }
}
