package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.backend.jdbi.PrivateName.Purpose;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Creates databases: made under a private name, then published in one transaction, so that one
/// appears whole, owned and claimed, or not at all.
final class DatabaseCreation {

    private static final int MAX_NAMES = 5;

    private final Connections connections;
    private final Unfinished unfinished;
    private final Fence fence;
    private final RandomGenerator random;

    DatabaseCreation(
            Connections connections, Unfinished unfinished, Fence fence, RandomGenerator random) {
        this.connections = connections;
        this.unfinished = unfinished;
        this.fence = fence;
        this.random = random;
    }

    /// Asks the fence while it holds no connection: the answer takes a request to another server.
    void create(NewDatabase database, DatabaseClaim claim) {
        fence.confirm(claim);
        String privateName;
        try (var connection = connections.acquire()) {
            tryRights(connection, database);
            privateName = make(connection, claim.uid());
        }
        fence.confirm(claim);
        try (var connection = connections.acquire()) {
            publish(connection, privateName, database, claim);
        }
    }

    /// Takes for a moment what only the last step needs, so that what is denied leaves no half-made
    /// database behind.
    private static void tryRights(ServerConnection connection, NewDatabase database) {
        var rights = rights(connection, database);
        if (rights.take().isEmpty()) {
            return;
        }
        try (var transaction = connection.transaction()) {
            transaction.run(rights.take().stream());
        } catch (StatementFailure failure) {
            throw denied(failure, connection, database);
        }
    }

    private static Rights rights(ServerConnection connection, NewDatabase database) {
        var need = database.closed() ? Rights.Need.ACT : Rights.Need.GIVE;
        return Rights.of(connection, new TreeMap<>(Map.of(database.owner().value(), need)));
    }

    private static RuntimeException denied(
            StatementFailure failure, ServerConnection connection, NewDatabase database) {
        return failure.is(SqlState.DENIED)
                ? Denials.databases(failure, connection, List.of(database.owner().value()))
                : failure;
    }

    /// Makes it, or finds it made by an earlier try.
    private String make(ServerConnection connection, String uid) {
        var name = PrivateName.of(Purpose.NEW, uid);
        for (var attempt = 1; attempt <= MAX_NAMES; attempt++) {
            try {
                connection.patiently(DatabaseSql.create(name.name()));
                return name.name();
            } catch (StatementFailure failure) {
                if (!failure.is(SqlState.DUPLICATE_DATABASE, SqlState.UNIQUE_VIOLATION)) {
                    throw failed(failure, connection);
                }
            }
            var found = unfinished.creation(connection, uid);
            if (found.isPresent() && !found.get().broken()) {
                return found.get().name();
            }
            if (found.isPresent()) {
                unfinished.drop(connection, found.get());
            } else {
                // Somebody else's, or the earlier try was undone at last.
                name = PrivateName.of(Purpose.NEW, uid, random);
            }
        }
        throw new DatabaseFailure.Conflict(
                "Others hold all names tried for making the database, such as '%s'."
                        .formatted(name.name()),
                null);
    }

    private void publish(
            ServerConnection connection,
            String privateName,
            NewDatabase database,
            DatabaseClaim claim) {
        var name = database.name().value();
        var owner = database.owner().value();
        try (var transaction = connection.transaction()) {
            var rights = rights(connection, database);
            transaction.commit(
                    Stream.concat(
                            Stream.of(
                                    CommentSql.onDatabase(privateName, new Comment(claim.line()))),
                            rights.around(
                                    Stream.concat(
                                            Stream.of(
                                                    DatabaseSql.rename(privateName, name),
                                                    DatabaseSql.allowConnections(name),
                                                    DatabaseSql.owner(name, owner)),
                                            database.closed()
                                                    ? Stream.of(
                                                            DatabaseSql.closeToPublic(name),
                                                            DatabaseSql.letUsIn(name))
                                                    : Stream.of()))));
        } catch (StatementFailure failure) {
            if (failure.is(SqlState.DUPLICATE_DATABASE, SqlState.UNIQUE_VIOLATION)) {
                unfinished.discardCreation(connection, claim.uid());
            }
            throw denied(failure, connection, database);
        }
    }

    /// CREATE DATABASE copies `template1`, which nobody else may use meanwhile.
    private DatabaseFailure failed(StatementFailure failure, ServerConnection connection) {
        if (failure.is(SqlState.DENIED)) {
            return Denials.databases(failure, connection, List.of());
        }
        if (failure.is(SqlState.IN_USE)) {
            return connection
                    .row(CatalogSql.database("template1"), CatalogRow::read)
                    .<DatabaseFailure>map(template ->
                            Blockers.of(connection, template.oid())
                                    .templateFailure(template.name(), failure))
                    .orElseGet(() -> Failures.of(failure));
        }
        return Failures.of(failure);
    }
}
