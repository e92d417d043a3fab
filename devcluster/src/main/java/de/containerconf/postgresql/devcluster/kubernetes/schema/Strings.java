package de.containerconf.postgresql.devcluster.kubernetes.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

/// Checks text: length, pattern and format.
record Strings(Constraints constraints, String path, Consumer<Cause> problems) {

    void check(String text) {
        var length = text.codePointCount(0, text.length());
        var max = constraints.maxLength();
        if (max != null && length > max) {
            problems.accept(
                    new Cause(
                            path,
                            "FieldValueTooLong",
                            "Too long: may not be more than " + max + " bytes",
                            true));
        }
        var min = constraints.minLength();
        if (min != null && length < min) {
            invalid(text, "should be at least " + min + " chars long");
        }
        var pattern = constraints.pattern();
        if (pattern != null && !pattern.matcher(text).find()) {
            invalid(text, "should match '" + pattern + "'");
        }
        if (!formatted(text)) {
            invalid(text, "must be of type " + constraints.format() + ": \"" + text + "\"");
        }
    }

    private void invalid(String text, String detail) {
        problems.accept(Cause.invalid(path, text, path + " in body " + detail));
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
