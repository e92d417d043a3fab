package de.containerconf.postgresql.controller.queue;

import java.time.Duration;

/// What follows a pass over an object.
public sealed interface Next {

    /// What it is for the object itself.
    Wait until();

    /// Until when the object waits.
    sealed interface Wait extends Next {

        @Override
        default Wait until() {
            return this;
        }
    }

    /// Nothing, until there is a cause. Ends a series of failures.
    record Settled() implements Wait {}

    /// Another pass after a time, unless there is a cause before. Ends a series of failures.
    record After(Duration delay) implements Wait {}

    /// Another pass after a back-off that grows with each failure in a row.
    ///
    /// @param max the longest wait that makes sense here
    record BackOff(Duration max) implements Wait {}

    /// The API server does not answer, which others will find too.
    ///
    /// @param problem what is wrong with it, for people
    /// @param until a time if the server asked for one
    record Unreachable(String problem, Wait until) implements Next {}
}
