package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.RoleClaim;
import java.util.stream.Stream;

/// Creates roles.
final class RoleCreation {

    private final Connections connections;

    RoleCreation(Connections connections) {
        this.connections = connections;
    }

    /// Role and claim in one transaction: a role without our claim is never ours.
    void create(RoleName role, RoleClaim claim) {
        try (var connection = connections.acquire()) {
            try (var transaction = connection.transaction()) {
                transaction.commit(
                        Stream.of(
                                DatabaseSql.createRole(role.value()),
                                CommentSql.onRole(role.value(), new Comment(claim.line()))));
            } catch (StatementFailure failure) {
                throw failure.is(SqlState.DENIED) ? Denials.roles(failure, connection) : failure;
            }
        }
    }
}
