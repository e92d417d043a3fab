package de.containerconf.postgresql.controller.lease;

import java.time.Duration;
import java.time.Instant;

/// Until when this process may act.
///
/// The monotonic clock decides. The wall clock of the same machine is asked too, because the
/// monotonic clock of Linux stands still while a virtual machine is suspended; a jump of it ends
/// the time too early, until the next renewal, and never too late.
///
/// @param nanoTime by the monotonic clock
/// @param wallTime by the wall clock
record Deadline(long nanoTime, Instant wallTime) {

    /// @param time from now on; the moment before the lease was written, since nobody knows how
    ///   long the answer took
    static Deadline in(Duration time, ElectionClock clock) {
        return new Deadline(
                clock.nanoTime() + time.toNanos(), clock.wallTime().plusNanos(time.toNanos()));
    }

    boolean passed(ElectionClock clock) {
        return clock.nanoTime() - nanoTime >= 0 || !clock.wallTime().isBefore(wallTime);
    }
}
