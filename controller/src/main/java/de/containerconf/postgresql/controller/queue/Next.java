package de.containerconf.postgresql.controller.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What follows a pass over an object.
public sealed interface Next {

    /// Nothing, until there is a cause. Ends a series of failures.
    record Settled() implements Next {}

    /// Another pass after a time, unless there is a cause before. Ends a series of failures.
    record After(Duration delay) implements Next {}

    /// Another pass after a back-off that grows with each failure in a row.
    ///
    /// @param max the longest wait that makes sense here
    record BackOff(Duration max) implements Next {}

    /// Another pass when the API server answers again, which no object finds out sooner by itself.
    ///
    /// @param problem what is wrong with it, for people
    /// @param retryAfter how long it asked to wait; null if it did not
    record Unreachable(String problem, @Nullable Duration retryAfter) implements Next {}
}
