package de.containerconf.postgresql.api;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name of a database that an object may ask for: 1 to 63 bytes of UTF-8, no control
/// characters, not a database of the server itself, not one of the operator's private names.
/// Case-sensitive.
public record DatabaseName(String value) {

    /// Begins the names of databases that are being made or dropped.
    public static final String PRIVATE_PREFIX = "pgc-";

    private static final Set<String> RESERVED =
            Set.of(
                    "postgres",
                    "template0",
                    "template1",
                    "rdsadmin",
                    "cloudsqladmin",
                    "alloydbadmin",
                    "azure_maintenance",
                    "azure_sys");

    /// @throws IllegalArgumentException if [#violation] has something to say
    public DatabaseName {
        violation(value)
                .ifPresent(rule -> {
                    throw new IllegalArgumentException("the name of the database " + rule);
                });
    }

    /// The rule that the value breaks, in words that follow the name of its field, or empty.
    public static Optional<String> violation(@Nullable String value) {
        return Names.violation(value)
                .or(() -> {
                    if (RESERVED.contains(value)) {
                        return Optional.of(
                                "must not be '%s', which is a database of the server itself"
                                        .formatted(value));
                    }
                    return value != null && value.startsWith(PRIVATE_PREFIX)
                            ? Optional.of(
                                    "must not begin with 'pgc-', which the operator keeps for itself")
                            : Optional.empty();
                });
    }

    /// The name, if the value breaks no rule.
    public static Optional<DatabaseName> read(@Nullable String value) {
        return value != null && violation(value).isEmpty()
                ? Optional.of(new DatabaseName(value))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
