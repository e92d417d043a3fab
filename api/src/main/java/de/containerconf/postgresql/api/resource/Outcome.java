package de.containerconf.postgresql.api.resource;

import java.time.Duration;
import java.util.List;
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

    /// The world differs from what is asked for, or from what was brought about before, and stays
    /// so for the reason that another outcome gives.
    ///
    /// @param outcome waiting or rejected
    /// @param differences what would have to be done, for people; empty if the outcome says it all
    record Drifted(Outcome outcome, List<String> differences) implements Outcome {

        /// @throws IllegalArgumentException if the outcome is neither waiting nor rejected
        public Drifted {
            differences = List.copyOf(differences);
            if (outcome instanceof Done || outcome instanceof Drifted) {
                throw new IllegalArgumentException(
                        "what drifted is neither done nor drifted twice");
            }
        }
    }

    /// The world is as asked for, and there is nothing to tell.
    static Done done() {
        return new Done(Map.of());
    }
}
