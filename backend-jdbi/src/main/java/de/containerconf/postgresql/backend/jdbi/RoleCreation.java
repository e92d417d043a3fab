package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.RoleClaim;
import java.util.stream.Stream;

/// Creates roles.
final class RoleCreation {

    private final Connections connections;
    private final CatalogReader catalog;

    RoleCreation(Connections connections, CatalogReader catalog) {
        this.connections = connections;
        this.catalog = catalog;
    }

    /// Role and claim in one transaction: a role without our claim is never ours.
    void create(RoleName role, RoleClaim claim) {
        try (var connection = connections.acquire();
                var transaction = connection.transaction()) {
            transaction.commit(
                    Stream.of(
                            DatabaseSql.createRole(role.value()),
                            CommentSql.onRole(role.value(), new Comment(claim.line()))));
        } catch (StatementFailure failure) {
            throw failure.is(SqlState.DENIED) ? Denials.roles(failure, catalog.server()) : failure;
        }
    }
}
