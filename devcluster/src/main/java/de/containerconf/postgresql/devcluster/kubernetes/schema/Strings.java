package de.containerconf.postgresql.devcluster.kubernetes.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

/// Checks text: length, pattern and format.
///
/// @param path where the text stands
/// @param shown the same as messages have it
record Strings(Constraints constraints, String path, String shown, Consumer<Cause> problems) {

    /// Only the first thing that is wrong with the text itself counts.
    void check(String text) {
        var length = text.codePointCount(0, text.length());
        var max = constraints.maxLength();
        var min = constraints.minLength();
        var pattern = constraints.pattern();
        if (max != null && length > max) {
            problems.accept(
                    new Cause(
                            path,
                            "FieldValueTooLong",
                            "Too long: may not be more than " + max + " bytes",
                            true));
        } else if (min != null && length < min) {
            invalid(text, "should be at least " + min + " chars long");
        } else if (pattern != null && !pattern.matcher(text).find()) {
            invalid(text, "should match '" + pattern + "'");
        }
        if (!formatted(text)) {
            problems.accept(
                    new Cause(
                            path,
                            "FieldValueTypeInvalid",
                            "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                                    .formatted(text, shown, constraints.format(), text),
                            true));
        }
    }

    private void invalid(String text, String detail) {
        problems.accept(Cause.invalid(path, text, shown + " in body " + detail));
    }

    /// Of the formats that the API server knows, the two that are dates.
    private boolean formatted(String text) {
        try {
            switch (constraints.format()) {
                case "date-time" -> OffsetDateTime.parse(text);
                case "date" -> LocalDate.parse(text);
                case null, default -> {
                    return true;
                }
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
