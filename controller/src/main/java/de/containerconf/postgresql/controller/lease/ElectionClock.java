package de.containerconf.postgresql.controller.lease;

import java.time.Duration;
import java.time.Instant;

/// The clocks of one machine. Thread-safe.
interface ElectionClock {

    ElectionClock SYSTEM =
            new ElectionClock() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public Instant wallTime() {
                    return Instant.now();
                }

                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    Thread.sleep(duration);
                }
            };

    /// Goes on evenly, from any origin.
    long nanoTime();

    /// May jump, but also goes on while the machine is suspended.
    Instant wallTime();

    void sleep(Duration duration) throws InterruptedException;
}
