package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.backend.jdbi.PrivateName.Purpose;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Drops databases. RENAME is the only statement whose lock makes a look at the claim sound, so a
/// database first gets a private name and our login as owner, in one transaction, and is dropped
/// then. Until then it can be put back.
final class DatabaseDeletion {

    private static final System.Logger LOG = System.getLogger(DatabaseDeletion.class.getName());
    private static final int MAX_NAMES = 5;

    private final Connections connections;
    private final Unfinished unfinished;
    private final CompareAndSwap compareAndSwap;
    private final RandomGenerator random;

    DatabaseDeletion(
            Connections connections,
            Unfinished unfinished,
            CompareAndSwap compareAndSwap,
            RandomGenerator random) {
        this.connections = connections;
        this.unfinished = unfinished;
        this.compareAndSwap = compareAndSwap;
        this.random = random;
    }

    List<Session> drop(DatabaseState expected, SessionPolicy sessions) {
        if (!(expected.claim() instanceof Claimed.By<DatabaseClaim>(var claim))) {
            throw new DatabaseFailure.Conflict(
                    "The database '%s' has no claim.".formatted(expected.name()), null);
        }
        return switch (sessions) {
            case WAIT -> dropUnused(expected, claim.uid());
            case TERMINATE -> dropCleared(closeDoor(expected), claim.uid());
        };
    }

    private List<Session> dropUnused(DatabaseState expected, String uid) {
        try (var connection = connections.acquire()) {
            Expected.claimed(expected).require(connection);
            unfinished.drop(connection, takeUnused(connection, expected, uid));
            return List.of();
        }
    }

    /// A session that was let in just before the door was closed is seen only when it has started.
    private List<Session> dropCleared(DatabaseState expected, String uid) {
        try (var connection = connections.acquire()) {
            Expected.claimed(expected).require(connection);
            var ended = new LinkedHashSet<>(Termination.endSessions(connection, expected));
            CatalogRow taken;
            try {
                taken = takeUnused(connection, expected, uid);
            } catch (DatabaseFailure.InUse late) {
                ended.addAll(Termination.endSessions(connection, expected));
                taken = takeUnused(connection, expected, uid);
            }
            unfinished.drop(connection, taken);
            return List.copyOf(ended);
        }
    }

    /// Also when nobody is connected at the moment: clients that connect for a moment, again and
    /// again, are there at the next one. The claim is checked, under the lock of COMMENT, before
    /// anybody is harmed. A prepared transaction can only be ended by somebody who gets in, so the
    /// door is open for that; and that of a broken database can be neither closed nor opened.
    ///
    /// @return the database as it is then
    private DatabaseState closeDoor(DatabaseState expected) {
        var blockers = blockers(expected);
        if (!blockers.others().isEmpty()) {
            compareAndSwap.openDoor(expected);
            throw blockers.failure(expected.name(), null);
        }
        return expected.broken() ? expected : compareAndSwap.closeDoor(expected);
    }

    private Blockers blockers(DatabaseState expected) {
        try (var connection = connections.acquire()) {
            return Blockers.of(connection, expected.oid());
        }
    }

    private CatalogRow takeUnused(ServerConnection connection, DatabaseState expected, String uid) {
        for (var slot : requireUnused(connection, expected).idleSlots()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The replication slot {0} is dropped with the database {1}",
                    slot,
                    expected.name());
        }
        return take(connection, expected, uid);
    }

    private CatalogRow take(ServerConnection connection, DatabaseState expected, String uid) {
        var name = PrivateName.of(Purpose.DROP, uid);
        for (var attempt = 1; attempt <= MAX_NAMES; attempt++) {
            try {
                return take(connection, expected, name);
            } catch (StatementFailure failure) {
                if (!failure.is(SqlState.DUPLICATE_DATABASE, SqlState.UNIQUE_VIOLATION)) {
                    throw failed(failure, connection, expected, expected.owner());
                }
                name = PrivateName.of(Purpose.DROP, uid, random);
            }
        }
        throw new DatabaseFailure.Conflict(
                "Others hold all names tried for dropping the database, such as '%s'."
                        .formatted(name.name()),
                null);
    }

    private CatalogRow take(
            ServerConnection connection, DatabaseState expected, PrivateName privateName) {
        var rights = Rights.of(connection, Rights.actFor(expected.owner()));
        try (var transaction = connection.transaction()) {
            var found = rename(transaction, rights, expected, privateName.name());
            transaction.commit(
                    Stream.concat(
                            Stream.of(DatabaseSql.takeOwnership(privateName.name())),
                            rights.giveBack().stream()));
            return found;
        }
    }

    /// @return the database, looked at under the lock of RENAME
    private static CatalogRow rename(
            Transaction transaction, Rights rights, DatabaseState expected, String name) {
        var database = Expected.claimed(expected);
        transaction.run(
                Stream.concat(
                        rights.take().stream(),
                        Stream.of(DatabaseSql.rename(expected.name(), name))));
        return transaction.rows(CatalogSql.database(name), CatalogRow::read).stream()
                .filter(database.unchanged())
                .findFirst()
                .orElseThrow(database::stale);
    }

    /// Calls a deletion off.
    void putBack(DatabaseState expected, DatabaseName name, @Nullable RoleName owner) {
        try (var connection = connections.acquire()) {
            Expected.claimed(expected).require(connection);
            requireUnused(connection, expected);
            putBack(
                    connection,
                    expected,
                    name.value(),
                    owner == null ? expected.owner() : owner.value());
        }
    }

    private static void putBack(
            ServerConnection connection, DatabaseState expected, String name, String owner) {
        var rights = Rights.of(connection, new TreeMap<>(Map.of(owner, Rights.Need.GIVE)));
        try (var transaction = connection.transaction()) {
            var found = rename(transaction, rights, expected, name);
            transaction.commit(
                    Stream.of(
                                    opening(found.comment(), name),
                                    Stream.of(DatabaseSql.owner(name, owner)),
                                    rights.giveBack().stream())
                            .flatMap(each -> each));
        } catch (StatementFailure failure) {
            if (failure.is(SqlState.DUPLICATE_DATABASE, SqlState.UNIQUE_VIOLATION)) {
                throw new DatabaseFailure.Conflict(
                        "The database '%s' cannot have its name '%s' back, because another one has it."
                                .formatted(expected.name(), name),
                        failure);
            }
            throw failed(failure, connection, expected, owner);
        }
    }

    private static Stream<String> opening(Comment comment, String name) {
        return comment.databaseClaim() instanceof Claimed.By<DatabaseClaim>(var claim)
                        && claim.shut()
                ? Stream.of(
                        CommentSql.onDatabase(name, comment.with(claim.withDoor(false))),
                        DatabaseSql.allowConnections(name))
                : Stream.of();
    }

    /// RENAME waits five seconds for sessions to end and lets no new ones in meanwhile: it is not
    /// for finding out. And a subscription it does not mind at all, unlike DROP.
    private static Blockers requireUnused(ServerConnection connection, DatabaseState expected) {
        var blockers = Blockers.of(connection, expected.oid());
        if (!blockers.isEmpty()) {
            throw blockers.failure(expected.name(), null);
        }
        return blockers;
    }

    private static RuntimeException failed(
            StatementFailure failure,
            ServerConnection connection,
            DatabaseState expected,
            String actedFor) {
        if (failure.is(SqlState.IN_USE)) {
            return Blockers.of(connection, expected.oid()).failure(expected.name(), failure);
        }
        if (failure.is(SqlState.DENIED)) {
            return Expected.claimed(expected)
                    .denied(
                            connection,
                            () -> Denials.databases(failure, connection, List.of(actedFor)));
        }
        return failure;
    }
}
