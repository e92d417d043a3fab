package de.containerconf.postgresql.api;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name of a role that may own a database: 1 to 63 bytes of UTF-8, no control characters, and
/// none that PostgreSQL reserves (documentation of CREATE ROLE and section 22.5, "Predefined
/// Roles"). Case-sensitive.
public record RoleName(String value) implements Comparable<RoleName> {

    private static final Set<String> RESERVED = Set.of("public", "none");

    /// @throws IllegalArgumentException if [#violation] has something to say
    public RoleName {
        violation(value)
                .ifPresent(rule -> {
                    throw new IllegalArgumentException("the name of the role " + rule);
                });
    }

    /// The rule that the value breaks, in words that follow the name of its field, or empty.
    public static Optional<String> violation(@Nullable String value) {
        return Names.violation(value)
                .or(() ->
                        value != null && (RESERVED.contains(value) || value.startsWith("pg_"))
                                ? Optional.of(
                                        "must not be '%s', which is a role of the server itself"
                                                .formatted(value))
                                : Optional.empty());
    }

    /// The name, if the value breaks no rule.
    public static Optional<RoleName> read(@Nullable String value) {
        return value != null && violation(value).isEmpty()
                ? Optional.of(new RoleName(value))
                : Optional.empty();
    }

    @Override
    public int compareTo(RoleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
