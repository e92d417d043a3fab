package de.containerconf.postgresql.backend.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/// Ends the wait for an answer that will never come. CREATE and DROP DATABASE have no time limit,
/// so if the network swallows their answer, only another connection can tell that they are over.
/// What they did shows when the caller looks again. Thread-safe.
final class Watchdog {

    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final int MAX_SILENCES = 3;

    private final Witness witness;
    private final Duration interval;

    Watchdog(Witness witness, Duration interval) {
        this.witness = witness;
        this.interval = interval;
    }

    /// Watches the connection until the returned watch is closed.
    Watch watch(Connection connection, PGConnection driver) {
        var watch = new Watch(connection, driver);
        Thread.ofVirtual().name("watchdog").start(watch::run);
        return watch;
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

    /// One statement under watch. Ended by a latch and not by interrupting, which would close the
    /// socket of the witness.
    final class Watch implements AutoCloseable {

        private final Connection connection;
        private final int pid;
        private final CountDownLatch over = new CountDownLatch(1);

        private Watch(Connection connection, PGConnection driver) {
            this.connection = connection;
            pid = driver.getBackendPID();
        }

        @Override
        public synchronized void close() {
            over.countDown();
        }

        private void run() {
            var silences = 0;
            try {
                while (silences < MAX_SILENCES) {
                    if (over.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    try {
                        if (!isAtWork(pid)) {
                            break;
                        }
                        silences = 0;
                    } catch (RuntimeException noAnswer) {
                        silences++;
                    }
                }
                abort();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void abort() {
            if (over.getCount() == 0) {
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
