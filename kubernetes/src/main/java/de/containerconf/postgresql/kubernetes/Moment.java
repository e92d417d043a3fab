package de.containerconf.postgresql.kubernetes;

import java.time.Duration;
import java.time.Instant;

/// A point in time: by the wall clock, which is what people read and somebody may set, and by the
/// monotonic clock, which tells how much time has passed.
///
/// @param steady since any origin
record Moment(Instant wall, Duration steady) {

    static Moment now() {
        return new Moment(Instant.now(), Duration.ofNanos(System.nanoTime()));
    }

    /// The time that has passed since an earlier one.
    Duration since(Moment earlier) {
        return steady.minus(earlier.steady);
    }

    /// So much later, by both clocks.
    Moment plus(Duration time) {
        return new Moment(wall.plus(time), steady.plus(time));
    }
}
