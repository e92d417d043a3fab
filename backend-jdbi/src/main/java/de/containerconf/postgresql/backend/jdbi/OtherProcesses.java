package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The connections of other processes that work for the same Kubernetes cluster.
final class OtherProcesses {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// All processes have the same `application_name`, up to the last word. A login may end its own
    /// sessions without any privilege (documentation section 9.28.2).
    private static final String THEIRS =
            """
            FROM pg_catalog.pg_stat_activity a
            WHERE a.usename = current_user
              AND a.application_name <> current_setting('application_name')
              AND starts_with(a.application_name,
                              regexp_replace(current_setting('application_name'), '[^ ]+$', ''))\
            """;

    static final String TERMINATE = "SELECT pg_catalog.pg_terminate_backend(a.pid)\n" + THEIRS;
    static final String COUNT = "SELECT count(*)\n" + THEIRS;

    private final Connections connections;

    OtherProcesses(Connections connections) {
        this.connections = connections;
    }

    /// Ends them. Until they are gone, a statement that one of them sent may still take effect.
    ///
    /// @return how many there were
    int end() {
        try (var connection = connections.fresh()) {
            var ended = connection.rows(TERMINATE, (row, context) -> row.getBoolean(1)).size();
            var end = System.nanoTime() + LIMIT_NANOS;
            var left = ended == 0 ? 0 : count(connection);
            while (left > 0) {
                if (System.nanoTime() - end > 0) {
                    throw new DatabaseFailure.Unavailable(
                            "%d connections of the former leader do not end.".formatted(left),
                            null);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                left = count(connection);
            }
            return ended;
        }
    }

    private static int count(ServerConnection connection) {
        return connection.row(COUNT, (row, context) -> row.getInt(1)).orElse(0);
    }
}
