package de.containerconf.postgresql.controller.port;

import de.containerconf.postgresql.api.ObjectKey;

/// One thing that happened to an object. Equal events are the same thing happening again.
///
/// @param object whom it concerns
/// @param uid the object's, since another one may have its name by now
/// @param severity whether a person should look
/// @param reason why, one CamelCase word for programs, at most 128 characters
/// @param action what was done or tried, one CamelCase word, at most 128 characters
/// @param note for people, of any length; holds no secret
public record Event(
        ObjectKey object,
        String uid,
        Severity severity,
        String reason,
        String action,
        String note) {

    /// The `type` of a Kubernetes event.
    public enum Severity {
        /// As intended.
        NORMAL("Normal"),
        /// A person should look.
        WARNING("Warning");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /// As Kubernetes spells it.
        public String word() {
            return word;
        }
    }
}
