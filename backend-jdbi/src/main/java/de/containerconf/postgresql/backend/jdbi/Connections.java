package de.containerconf.postgresql.backend.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.Fence;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/// Where connections come from: a pool for operations, and single ones beside it. Thread-safe.
final class Connections implements AutoCloseable {

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(10);

    private final BackendSettings settings;
    private final Fence fence;
    private final ServerDataSource source;
    private final HikariDataSource pool;
    private final Jdbi pooled;
    private final Jdbi direct;
    private final Witness witness;
    private final Witness overseer;
    private final Watchdog watchdog;
    private final ReentrantLock first = new ReentrantLock();

    Connections(BackendSettings settings, Fence fence, MeterRegistry meters) {
        this(settings, fence, meters, WATCH_INTERVAL);
    }

    Connections(
            BackendSettings settings, Fence fence, MeterRegistry meters, Duration watchInterval) {
        this.settings = settings;
        this.fence = fence;
        source = new ServerDataSource(settings);
        pool = new HikariDataSource(pool(source, settings, meters));
        pooled = verbatim(Jdbi.create(pool::getConnection));
        direct = verbatim(Jdbi.create(source::openToAny));
        witness = new Witness(this::fresh);
        // Looks on while a statement runs, which the fence let pass.
        overseer = new Witness(() -> fresh(Fence.OPEN));
        watchdog = new Watchdog(overseer, watchInterval);
    }

    /// Lets the pool connect to this server only; what it has of another one is closed.
    void expect(String systemIdentifier) {
        if (source.expect(systemIdentifier)) {
            source.close();
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /// A connection of the pool; closing it gives it back.
    ServerConnection acquire() {
        try {
            openTheFirst();
            return new ServerConnection(
                    pooled.open(),
                    fence,
                    watchdog,
                    handle -> pool.evictConnection(handle.getConnection()));
        } catch (ConnectionException | SQLException failure) {
            throw ConnectionFailures.of(failure, settings);
        }
    }

    /// A new connection beside the pool, to whatever server is there; closing it ends it.
    ServerConnection fresh() {
        return fresh(fence);
    }

    /// A new connection to another database of the server; closing it ends it.
    ServerConnection to(String database) {
        var there = settings.withDatabase(database);
        try {
            var jdbi = verbatim(Jdbi.create(new ServerDataSource(there)::getConnection));
            return new ServerConnection(jdbi.open(), fence, watchdog, Handle::close);
        } catch (ConnectionException failure) {
            throw ConnectionFailures.of(failure, there);
        }
    }

    private ServerConnection fresh(Fence toPass) {
        try {
            return new ServerConnection(direct.open(), toPass, watchdog, Handle::close);
        } catch (ConnectionException failure) {
            throw ConnectionFailures.of(failure, settings);
        }
    }

    /// What others see of our transactions.
    Witness witness() {
        return witness;
    }

    @Override
    public void close() {
        watchdog.close();
        pool.close();
        witness.close();
        overseer.close();
        source.close();
    }

    private void openTheFirst() throws SQLException {
        if (pool.getHikariPoolMXBean().getTotalConnections() > 0) {
            return;
        }
        first.lock();
        try {
            if (pool.getHikariPoolMXBean().getTotalConnections() == 0) {
                source.park();
            }
        } finally {
            first.unlock();
        }
    }

    private static HikariConfig pool(
            ServerDataSource source, BackendSettings settings, MeterRegistry meters) {
        var config = new HikariConfig();
        config.setPoolName("postgresql");
        config.setDataSource(source);
        config.setMaximumPoolSize(settings.maxConnections());
        // A server that is down must not stop the operator, and an idle operator needs no
        // connections.
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        // None is idle for longer, and each is looked at before it is used.
        config.setKeepaliveTime(0);
        config.setConnectionTimeout(ConnectionSettings.LOGIN_TIMEOUT.toMillis());
        config.setValidationTimeout(ConnectionSettings.LOGIN_TIMEOUT.toMillis() / 2);
        // What the protocols are made for. Without it the pool asks its first connection for the
        // usual level, and where that breaks at this moment, refuses all later ones for ever.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        return config;
    }

    /// Statements are complete when JDBI gets them: a name may hold what JDBI takes for parameters
    /// (`:name`) or attributes (`<name>`).
    private static Jdbi verbatim(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .setSqlParser(Verbatim.WITHOUT_VALUES);
        return jdbi;
    }
}
