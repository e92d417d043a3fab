package de.containerconf.postgresql.it.boundary;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Counts the points before and after each message to PostgreSQL and each request to the API
/// server, and lets something happen at one of them. Thread-safe.
public final class Boundaries {

    private final AtomicInteger passed = new AtomicInteger();
    private final Object acting = new Object();
    private volatile @Nullable Trap trap;

    /// @param number of the point, from 1
    /// @param action says whether the connection is to end there
    private record Trap(int number, BooleanSupplier action) {}

    /// Begins to count at 0, and lets the action happen at that point, once.
    ///
    /// @param number from 1
    /// @param action runs on the thread that serves the connection, while the operator waits; says
    ///   whether that connection is to end instead of going on
    public void arm(int number, BooleanSupplier action) {
        passed.set(0);
        trap = new Trap(number, action);
    }

    /// Lets nothing happen any more, and waits for what is happening.
    public void disarm() {
        synchronized (acting) {
            trap = null;
        }
    }

    /// Whether what was armed has happened, or is happening.
    public boolean reached() {
        var armed = trap;
        return armed != null && passed.get() >= armed.number();
    }

    /// A point.
    ///
    /// @return whether the connection is to end
    public boolean pass() {
        var armed = trap;
        if (armed == null || passed.incrementAndGet() != armed.number()) {
            return false;
        }
        synchronized (acting) {
            return armed.equals(trap) && armed.action().getAsBoolean();
        }
    }
}
