package de.containerconf.postgresql.backend.jdbi;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Ends the wait for an answer that will never come. CREATE and DROP DATABASE have no time limit,
/// so if the network swallows their answer, only another connection can tell that they are over.
/// What they did shows when the caller looks again. Thread-safe.
final class Watchdog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final int MAX_SILENCES = 3;

    private final Witness witness;
    private final Duration interval;
    private final ScheduledThreadPoolExecutor timer;

    Watchdog(Witness witness, Duration interval) {
        this.witness = witness;
        this.interval = interval;
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("watchdog").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // after its end
    }

    /// Watches the connection until the returned watch is closed.
    Watch watch(Connection connection, PGConnection driver) {
        var watch = new Watch(connection, driver.getBackendPID());
        watch.lookLater();
        return watch;
    }

    /// Watches nothing any more.
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private boolean isAtWork(int pid) {
        return !witness.look(
                        """
                        SELECT pid FROM pg_catalog.pg_stat_activity WHERE pid = %d AND state = 'active'\
                        """
                                .formatted(pid),
                        (row, context) -> row.getInt(1))
                .isEmpty();
    }

    /// One statement under watch. Looks on threads of its own: to wait for the witness must not
    /// keep other watches from looking.
    final class Watch implements AutoCloseable {

        private final Connection connection;
        private final int pid;
        private int silences;
        private boolean over;
        private @Nullable Future<?> next;

        private Watch(Connection connection, int pid) {
            this.connection = connection;
            this.pid = pid;
        }

        @Override
        public synchronized void close() {
            over = true;
            if (next != null) {
                next.cancel(false);
            }
        }

        private synchronized void lookLater() {
            if (!over) {
                next =
                        timer.schedule(
                                () -> Thread.startVirtualThread(this::look),
                                interval.toMillis(),
                                MILLISECONDS);
            }
        }

        private void look() {
            if (atWork()) {
                lookLater();
            } else {
                abort();
            }
        }

        private boolean atWork() {
            try {
                var active = isAtWork(pid);
                silences = 0;
                return active;
            } catch (RuntimeException noAnswer) {
                silences++;
                return silences < MAX_SILENCES;
            }
        }

        private synchronized void abort() {
            if (over) {
                return;
            }
            LOG.log(System.Logger.Level.WARNING, "An answer of PostgreSQL was lost");
            try {
                connection.abort(Runnable::run);
            } catch (SQLException closed) {
                LOG.log(System.Logger.Level.DEBUG, "A connection is closed already", closed);
            }
        }
    }
}
