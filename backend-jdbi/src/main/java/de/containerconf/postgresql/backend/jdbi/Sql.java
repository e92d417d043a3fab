package de.containerconf.postgresql.backend.jdbi;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The only place where names and texts become SQL. Utility statements take no parameters
/// (documentation of PREPARE), so everything is quoted here, for reads too.
final class Sql {

    private Sql() {}

    /// A name as a quoted identifier, documentation section 4.1.1. Case and all characters stay.
    static String identifier(String name) {
        return '"' + withoutNul(name).replace("\"", "\"\"") + '"';
    }

    /// A text as a string constant, documentation section 4.1.2.1. Backslashes are ordinary
    /// characters there, because `standard_conforming_strings` is pinned on.
    static String literal(String text) {
        return "'" + withoutNul(text).replace("'", "''") + "'";
    }

    /// As [#literal], or `NULL`.
    static String literalOrNull(@Nullable String text) {
        return text == null ? "NULL" : literal(text);
    }

    /// An array of names, for `= ANY (…)`; may be empty, unlike what follows `IN`.
    static String names(Collection<String> names) {
        return names.stream()
                .sorted()
                .map(Sql::literal)
                .collect(Collectors.joining(", ", "ARRAY[", "]::pg_catalog.name[]"));
    }

    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL has no character NUL");
        }
        return text;
    }
}
