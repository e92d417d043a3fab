package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting by looking.
final class Poll {

    private Poll() {}

    /// Looks at that interval until it is so.
    ///
    /// @throws IllegalStateException if it is not within that time
    static void until(Duration limit, Duration interval, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("this did not happen within " + limit);
            }
            pause(interval);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
