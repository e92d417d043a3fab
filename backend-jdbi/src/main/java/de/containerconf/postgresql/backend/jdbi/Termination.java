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
                end(connection, session);
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

    private static void end(ServerConnection connection, Session session) {
        try {
            connection.row(BlockersSql.terminate(session.pid()), (row, context) -> true);
        } catch (StatementFailure denied) {
            if (!denied.is(SqlState.DENIED) || session.user() == null) {
                throw denied;
            }
            endAsMember(connection, session.pid(), session.user());
        }
    }

    /// Members of a role may end its sessions, documentation section 9.28.2. We are one until the
    /// rollback.
    private static void endAsMember(ServerConnection connection, int pid, String role) {
        var rights = Rights.of(connection, Rights.actFor(role));
        try (var transaction = connection.transaction()) {
            transaction.run(rights.take().stream());
            transaction.rows(BlockersSql.terminate(pid), (row, context) -> true);
        }
    }
}
