package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Ends the sessions in a database that lets nobody in any more.
final class Termination {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Termination() {}

    /// One statement a session: a session that we may not end must not save the others. Those who
    /// do not go within five seconds are found by the next look at who is connected.
    ///
    /// @return the sessions that were asked to end
    /// @throws DatabaseFailure.Denied if some sessions are out of our reach; all others are ended
    static List<Session> endSessions(ServerConnection connection, DatabaseState database) {
        var end = System.nanoTime() + LIMIT_NANOS;
        var sessions = Blockers.of(connection, database.oid()).sessions();
        var untouchable = new ArrayList<String>();
        StatementFailure denial = null;
        for (var session : sessions) {
            try {
                connection.row(BlockersSql.terminate(session.pid()), (row, context) -> true);
            } catch (StatementFailure failure) {
                if (!failure.is(SqlState.DENIED)) {
                    throw failure;
                }
                denial = failure;
                untouchable.add(session.user() == null ? "somebody" : "'" + session.user() + "'");
            }
        }
        if (denial != null) {
            throw Denials.sessions(denial, connection, untouchable);
        }
        while (System.nanoTime() < end
                && !Blockers.of(connection, database.oid()).sessions().isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return sessions;
    }
}
