package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.NewLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Creates logins, and makes them again what they were.
final class LoginCreation {

    private final Connections connections;
    private final LoginSwap swap;
    private final LoginPasswords passwords;

    LoginCreation(Connections connections, LoginSwap swap, LoginPasswords passwords) {
        this.connections = connections;
        this.swap = swap;
        this.passwords = passwords;
    }

    /// Role, verifier, claim and membership in one transaction: a login without our claim is never
    /// ours, and one that does not act for its owner never lets anybody in.
    void create(NewLogin login, LoginClaim claim) {
        var name = login.name().value();
        var owner = login.owner().value();
        try (var connection = connections.acquire()) {
            var verifier = passwords.sent(login.password(), connection);
            try (var transaction = connection.transaction()) {
                transaction.commitSecretly(
                        Stream.of(
                                LoginSql.create(name, verifier),
                                CommentSql.onRole(name, new Comment(claim.line())),
                                LoginSql.join(name, owner),
                                LoginSql.become(name, login.database().value(), owner)));
            } catch (StatementFailure failure) {
                throw failure.is(SqlState.DENIED)
                        ? Denials.logins(failure, connection, List.of(owner))
                        : failure;
            }
        }
    }

    void restore(LoginState expected, RoleName owner, DatabaseName database) {
        var name = expected.name();
        var former = expected.owner();
        var statements = new ArrayList<String>();
        if (former != null && !former.equals(owner.value())) {
            statements.add(LoginSql.leave(name, former));
        }
        statements.add(LoginSql.enable(name));
        statements.add(LoginSql.join(name, owner.value()));
        statements.add(LoginSql.become(name, database.value(), owner.value()));
        try (var connection = connections.acquire()) {
            swap.change(connection, expected, List.of(owner.value()), statements.stream());
        }
    }
}
