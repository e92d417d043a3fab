package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.LoginState;
import java.util.List;
import java.util.stream.Stream;

/// Changes a login, if it is still what the plan was made from: COMMENT first, whose lock keeps out
/// other comments and drops, then a look through the witness, then the change.
final class LoginSwap {

    private final Connections connections;

    LoginSwap(Connections connections) {
        this.connections = connections;
    }

    void change(
            ServerConnection connection,
            LoginState expected,
            List<String> needed,
            Stream<String> change) {
        try (var transaction = connection.transaction()) {
            transaction.run(
                    Stream.of(CommentSql.onRole(expected.name(), expected.role().comment())));
            requireUnchanged(expected, transaction);
            transaction.commit(change);
        } catch (StatementFailure failure) {
            throw failure.is(SqlState.DENIED)
                    ? denied(failure, connection, expected, needed)
                    : failure;
        }
    }

    private void requireUnchanged(LoginState expected, Transaction transaction) {
        var witness = connections.witness();
        witness.requireSameServer(transaction);
        if (witness.look(CatalogSql.role(expected.name()), CatalogRow::read).stream()
                .noneMatch(row -> isStill(row, expected))) {
            throw stale(expected);
        }
    }

    /// Somebody else's role denies us everything, and then there is nothing to say.
    private static DatabaseFailure denied(
            StatementFailure failure,
            ServerConnection connection,
            LoginState expected,
            List<String> needed) {
        return connection
                        .row(CatalogSql.role(expected.name()), CatalogRow::read)
                        .filter(row -> isStill(row, expected))
                        .isPresent()
                ? Denials.logins(failure, connection, needed)
                : stale(expected);
    }

    /// The whole comment, as it is written again.
    private static boolean isStill(CatalogRow row, LoginState expected) {
        return row.oid() == expected.role().oid()
                && row.comment().equals(expected.role().comment());
    }

    private static DatabaseFailure stale(LoginState expected) {
        return new DatabaseFailure.Stale(
                "The login '%s' was changed meanwhile.".formatted(expected.name()), null);
    }
}
