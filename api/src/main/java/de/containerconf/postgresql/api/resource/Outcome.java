package de.containerconf.postgresql.api.resource;

import java.time.Duration;
import java.util.Map;

/// How an attempt to bring a resource about ended.
public sealed interface Outcome {

    /// The world is as asked for.
    ///
    /// @param facts what the status shows of it, for instance `owner`; unknown keys are ignored
    record Done(Map<String, String> facts) implements Outcome {

        public Done {
            facts = Map.copyOf(facts);
        }
    }

    /// Not yet; the operator goes on by itself.
    ///
    /// @param message what it waits for, and what would speed it up
    /// @param retryAfter when to look again at the latest; zero leaves it to the operator, which
    ///   then waits longer from time to time
    record Waiting(Reason reason, String message, Duration retryAfter) implements Outcome {}

    /// Not before a person acts.
    ///
    /// @param message what stands in the way, and what to do about it
    record Rejected(Reason reason, String message) implements Outcome {}

    /// The world is as asked for, and there is nothing to tell.
    static Done done() {
        return new Done(Map.of());
    }
}
