package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Drops logins as [RoleDeletion] drops roles. One that must go lets nobody in any more first, and
/// its sessions are ended; what it owns goes to the owner that it acted for.
final class LoginDeletion {

    private final Connections connections;
    private final LoginSwap swap;
    private final RoleDeletion roles;

    LoginDeletion(Connections connections, LoginSwap swap, RoleDeletion roles) {
        this.connections = connections;
        this.swap = swap;
        this.roles = roles;
    }

    void drop(LoginState expected, SessionPolicy sessions) {
        if (sessions == SessionPolicy.TERMINATE) {
            shut(expected);
        }
        try {
            roles.drop(expected.role());
        } catch (DatabaseFailure.InUse dependent) {
            if (!(dependent.getCause() instanceof StatementFailure failure)
                    || !failure.is(SqlState.DEPENDENT_OBJECTS)
                    || expected.database() == null
                    || expected.owner() == null) {
                throw dependent;
            }
            handOver(expected, expected.owner(), expected.database(), dependent);
            roles.drop(expected.role());
        }
    }

    private void shut(LoginState expected) {
        try (var connection = connections.acquire()) {
            swap.change(
                    connection, expected, List.of(), Stream.of(LoginSql.disable(expected.name())));
            end(expected.name(), connection);
        }
    }

    /// Under the rights of the login, which suffice to end its sessions.
    private static void end(String login, ServerConnection connection) {
        var pids = connection.rows(LoginSql.sessions(login), (row, context) -> row.getInt("pid"));
        if (pids.isEmpty()) {
            return;
        }
        try (var transaction = connection.transaction()) {
            var rights = Rights.of(connection, Rights.actFor(login));
            transaction.run(rights.take().stream());
            for (var pid : pids) {
                transaction.rows(LoginSql.terminate(pid), (row, context) -> row.getBoolean(1));
            }
            transaction.commit(rights.giveBack().stream());
        } catch (StatementFailure failure) {
            throw failure.is(SqlState.DENIED)
                    ? Denials.sessions(failure, connection, List.of(login))
                    : failure;
        }
    }

    /// Only from within the database. That it lets us in is not for granted, and says nothing about
    /// the server.
    private void handOver(
            LoginState expected, String owner, String database, DatabaseFailure.InUse dependent) {
        try (var connection = connect(database, dependent);
                var transaction = connection.transaction()) {
            var needs =
                    new TreeMap<>(Map.of(expected.name(), Rights.Need.ACT, owner, Rights.Need.ACT));
            transaction.commit(
                    Rights.of(connection, needs)
                            .around(Stream.of(LoginSql.handOver(expected.name(), owner))));
        }
    }

    private ServerConnection connect(String database, DatabaseFailure.InUse dependent) {
        try {
            return connections.to(database);
        } catch (DatabaseFailure.Unavailable closed) {
            dependent.addSuppressed(closed);
            throw dependent;
        }
    }
}
