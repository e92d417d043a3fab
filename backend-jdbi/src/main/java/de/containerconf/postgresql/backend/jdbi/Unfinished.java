package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.backend.jdbi.PrivateName.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Databases under private names of ours, which a crash leaves.
final class Unfinished {

    private final Connections connections;

    Unfinished(Connections connections) {
        this.connections = connections;
    }

    /// Drops all of the object.
    void discard(String uid) {
        try (var connection = connections.acquire()) {
            for (var row : of(connection, uid)) {
                drop(connection, row);
            }
        }
    }

    /// Drops those that are being made for the object.
    void discardCreation(ServerConnection connection, String uid) {
        of(connection, uid).stream()
                .filter(Unfinished::isCreation)
                .forEach(row -> drop(connection, row));
    }

    /// The one that is being made for the object.
    Optional<CatalogRow> creation(ServerConnection connection, String uid) {
        return of(connection, uid).stream().filter(Unfinished::isCreation).findFirst();
    }

    /// Drops a database under a private name of ours, which nobody but us and superusers can take
    /// from us.
    void drop(ServerConnection connection, CatalogRow database) {
        try {
            if (database.template() && !database.broken()) {
                try (var transaction = connection.transaction()) {
                    transaction.commit(Stream.of(DatabaseSql.noTemplate(database.name())));
                }
            }
            connection.patiently(DatabaseSql.drop(database.name()));
        } catch (StatementFailure failure) {
            if (failure.is(SqlState.IN_USE)) {
                throw Blockers.of(connection, database.oid()).failure(database.name(), failure);
            }
            if (!failure.is(SqlState.NO_SUCH_DATABASE)) {
                throw failure;
            }
        }
    }

    private static boolean isCreation(CatalogRow row) {
        return row.privateName().filter(name -> name.purpose() == Purpose.NEW).isPresent();
    }

    private static List<CatalogRow> of(ServerConnection connection, String uid) {
        return connection.rows(CatalogSql.privates(uid), CatalogRow::read).stream()
                .filter(row -> row.privateName().filter(name -> name.uid().equals(uid)).isPresent())
                .toList();
    }
}
