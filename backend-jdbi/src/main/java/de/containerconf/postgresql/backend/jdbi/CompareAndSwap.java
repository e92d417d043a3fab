package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Changes owner or claim of a database, if it is still what the plan was made from.
///
/// COMMENT comes first, because its lock keeps out other comments, renames and drops; then the
/// witness looks at what is committed; only then comes the change.
final class CompareAndSwap {

    private final Connections connections;

    CompareAndSwap(Connections connections) {
        this.connections = connections;
    }

    void changeOwner(DatabaseState expected, RoleName owner) {
        requireOurs(expected);
        var needs = Rights.actFor(expected.owner());
        needs.putIfAbsent(owner.value(), Rights.Need.GIVE);
        swap(
                expected,
                expected.comment(),
                needs,
                Stream.of(DatabaseSql.owner(expected.name(), owner.value())));
    }

    /// Whose it was until now is up to the plan; what cannot be read is nobody's to take.
    void claim(DatabaseState expected, DatabaseClaim claim) {
        if (expected.claim() instanceof Claimed.Unclear<?>(var why)) {
            throw new DatabaseFailure.Conflict(
                    "The comment of the database '%s' %s.".formatted(expected.name(), why), null);
        }
        swap(
                expected,
                expected.comment().with(claim),
                Rights.actFor(expected.owner()),
                opening(expected));
    }

    void closeToPublic(DatabaseState expected) {
        requireOurs(expected);
        swap(
                expected,
                expected.comment(),
                Rights.actFor(expected.owner()),
                Stream.of(
                        DatabaseSql.closeToPublic(expected.name()),
                        DatabaseSql.letUsIn(expected.name())));
    }

    /// Lets nobody in any more, not even superusers. The claim says so, for the case that the
    /// database is not dropped after all.
    ///
    /// @return the database as it is then
    DatabaseState closeDoor(DatabaseState expected) {
        var shut = expected.with(expected.comment().with(requireOurs(expected).withDoor(true)));
        swap(
                expected,
                shut.comment(),
                Rights.actFor(expected.owner()),
                Stream.of(DatabaseSql.refuseConnections(expected.name())));
        return shut;
    }

    /// Lets people in again, if it was us who closed the door.
    void openDoor(DatabaseState expected) {
        var claim = requireOurs(expected);
        if (claim.shut()) {
            swap(
                    expected,
                    expected.comment().with(claim.withDoor(false)),
                    Rights.actFor(expected.owner()),
                    opening(expected));
        }
    }

    void release(DatabaseState expected) {
        requireOurs(expected);
        swap(
                expected,
                expected.comment().withoutClaim(),
                Rights.actFor(expected.owner()),
                opening(expected));
    }

    /// Only what a deletion closed: somebody else may have wanted it so.
    private static Stream<String> opening(DatabaseState expected) {
        return !expected.broken()
                        && expected.claim() instanceof Claimed.By<DatabaseClaim>(var claim)
                        && claim.shut()
                ? Stream.of(DatabaseSql.allowConnections(expected.name()))
                : Stream.of();
    }

    private void swap(
            DatabaseState expected,
            Comment comment,
            SortedMap<String, Rights.Need> needs,
            Stream<String> change) {
        var database = Expected.whole(expected);
        try (var connection = connections.acquire()) {
            try (var transaction = connection.transaction()) {
                var rights = Rights.of(connection, needs);
                transaction.run(
                        Stream.concat(
                                rights.take().stream(),
                                Stream.of(CommentSql.onDatabase(expected.name(), comment))));
                database.require(connections.witness(), transaction);
                transaction.commit(Stream.concat(change, rights.giveBack().stream()));
            } catch (StatementFailure failure) {
                throw failure.is(SqlState.DENIED)
                        ? database.denied(
                                connection,
                                () -> Denials.databases(failure, connection, needs.keySet()))
                        : failure;
            }
        }
    }

    private static DatabaseClaim requireOurs(DatabaseState expected) {
        if (expected.claim() instanceof Claimed.By<DatabaseClaim>(var claim)) {
            return claim;
        }
        throw new DatabaseFailure.Conflict(
                "The database '%s' has no claim.".formatted(expected.name()), null);
    }
}
