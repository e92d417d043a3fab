package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.resource.Reason;
import java.util.List;
import java.util.Map;

/// What is to be done for one object.
///
/// @param steps in this order; none if the world is as it should be, or if the verdict forbids to
///   act
/// @param notes what a person should know about it although it blocks nothing
public record Plan(List<Step> steps, Verdict verdict, List<Note> notes) {

    public Plan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /// What a note is about.
    public enum Topic {
        DATABASE,
        ROLE,
        LOGINS
    }

    /// Something that stays although its object goes, and why.
    public record Note(Topic topic, String text) {}

    /// Whether the steps may be taken.
    public sealed interface Verdict {

        /// They may; afterwards all is as asked for.
        ///
        /// @param facts what the status then shows
        record Proceed(Map<String, String> facts) implements Verdict {

            public Proceed {
                facts = Map.copyOf(facts);
            }
        }

        /// Something stands in the way until a person acts, or the world changes.
        record Refuse(Reason reason, String message) implements Verdict {}
    }

    static Plan proceed(List<Step> steps, Map<String, String> facts) {
        return new Plan(steps, new Verdict.Proceed(facts), List.of());
    }

    static Plan refuse(Reason reason, String message) {
        return new Plan(List.of(), new Verdict.Refuse(reason, message), List.of());
    }
}
