package de.containerconf.postgresql.api;

/// A rule that a field breaks.
///
/// @param field its path, for instance `spec.owner`
/// @param rule continues the sentence that the path begins, for instance `must not be empty`
public record Violation(String field, String rule) {

    @Override
    public String toString() {
        return field + " " + rule;
    }
}
