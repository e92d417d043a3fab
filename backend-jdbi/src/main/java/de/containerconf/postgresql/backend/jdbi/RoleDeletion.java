package de.containerconf.postgresql.backend.jdbi;

import static java.util.stream.Collectors.joining;

import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.RoleState;
import java.util.List;
import java.util.stream.Stream;

/// Drops roles. DROP ROLE comes first, because its lock keeps out comments and new owners, and
/// because only the server knows what depends on a role in other databases; then the witness looks
/// whose it is and who is connected, neither of which DROP ROLE minds; only then it is committed.
final class RoleDeletion {

    private final Connections connections;

    RoleDeletion(Connections connections) {
        this.connections = connections;
    }

    void drop(RoleState expected) {
        if (!(expected.claim() instanceof Claimed.By<?>)
                && !(expected.loginClaim() instanceof Claimed.By<?>)) {
            throw new DatabaseFailure.Conflict(
                    "The role '%s' has no claim.".formatted(expected.name()), null);
        }
        try (var connection = connections.acquire()) {
            requireNobody(
                    expected,
                    connection.rows(
                            BlockersSql.databasesWith(expected.name()),
                            (row, context) -> row.getString("database")));
            try (var transaction = connection.transaction()) {
                transaction.run(Stream.of(DatabaseSql.dropRole(expected.name())));
                requireUnchanged(expected, transaction);
                transaction.commit(Stream.of());
            } catch (StatementFailure failure) {
                throw failed(failure, connection, expected);
            }
        }
    }

    private void requireUnchanged(RoleState expected, Transaction transaction) {
        var witness = connections.witness();
        Expected.claimed(expected).require(witness, transaction);
        requireNobody(
                expected,
                witness.look(
                        BlockersSql.databasesWith(expected.name()),
                        (row, context) -> row.getString("database")));
    }

    /// DROP ROLE succeeds while somebody is connected as the role, whose session is broken then.
    private static void requireNobody(RoleState expected, List<String> databases) {
        if (!databases.isEmpty()) {
            throw new DatabaseFailure.InUse(
                    "Somebody is connected as the role '%s', to %s."
                            .formatted(
                                    expected.name(),
                                    databases.stream()
                                            .map("'%s'"::formatted)
                                            .collect(joining(", "))),
                    null,
                    0,
                    List.of(),
                    null);
        }
    }

    private static RuntimeException failed(
            StatementFailure failure, ServerConnection connection, RoleState expected) {
        if (failure.is(SqlState.DEPENDENT_OBJECTS)) {
            return new DatabaseFailure.InUse(
                    "Something depends on the role '%s': %s"
                            .formatted(
                                    expected.name(),
                                    Failures.sentence(
                                            failure.detail().isEmpty()
                                                    ? failure.words()
                                                    : failure.detail())),
                    null,
                    0,
                    List.of(),
                    failure);
        }
        if (failure.is(SqlState.LOCK_TIMEOUT)) {
            return new DatabaseFailure.InUse(
                    "A transaction that is not over yet concerns the role '%s'."
                            .formatted(expected.name()),
                    null,
                    0,
                    List.of(),
                    failure);
        }
        if (failure.is(SqlState.DENIED)) {
            return Expected.claimed(expected)
                    .denied(
                            connection,
                            () -> Denials.droppingRole(failure, connection, expected.name()));
        }
        return failure;
    }
}
