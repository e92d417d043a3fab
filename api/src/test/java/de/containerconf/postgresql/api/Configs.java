package de.containerconf.postgresql.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects for tests.
final class Configs {

    static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private Configs() {}

    static PostgreSQLConfig of(
            PostgreSQLConfig.Spec spec, boolean deleting, Violation... unreadable) {
        return new PostgreSQLConfig(
                new ObjectKey("default", "example"),
                "11111111-2222-3333-4444-555555555555",
                "42",
                3,
                BEGIN,
                deleting ? BEGIN.plusSeconds(60) : null,
                List.of(PostgreSQLConfig.FINALIZER),
                Map.of(),
                spec,
                PostgreSQLConfig.Status.NONE,
                List.of(unreadable));
    }

    static PostgreSQLConfig.Spec spec(
            @Nullable String database, @Nullable String owner, @Nullable String policy) {
        return new PostgreSQLConfig.Spec(database, owner, policy);
    }
}
