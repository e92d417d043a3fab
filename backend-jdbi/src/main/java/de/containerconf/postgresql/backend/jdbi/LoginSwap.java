package de.containerconf.postgresql.backend.jdbi;

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
        var login = Expected.whole(expected);
        try (var transaction = connection.transaction()) {
            transaction.run(
                    Stream.of(CommentSql.onRole(expected.name(), expected.role().comment())));
            login.require(connections.witness(), transaction);
            transaction.commit(change);
        } catch (StatementFailure failure) {
            throw failure.is(SqlState.DENIED)
                    ? login.denied(connection, () -> Denials.logins(failure, connection, needed))
                    : failure;
        }
    }
}
