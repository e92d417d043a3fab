package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/// Opens connections to the server, with the password as it is at that moment. Thread-safe.
final class ServerDataSource implements DataSource, AutoCloseable {

    private final BackendSettings settings;
    private final Driver driver = new Driver();
    private final AtomicReference<@Nullable Connection> parked = new AtomicReference<>();
    private volatile @Nullable String identity;

    ServerDataSource(BackendSettings settings) {
        this.settings = settings;
    }

    /// Refuses connections to any other server from now on: what is known of the world was read
    /// from this one.
    ///
    /// @param systemIdentifier of the server
    /// @return whether another one was expected so far
    boolean expect(String systemIdentifier) {
        var before = identity;
        identity = systemIdentifier;
        return before != null && !before.equals(systemIdentifier);
    }

    /// Opens a connection to whatever server is there.
    Connection openToAny() throws SQLException {
        return open();
    }

    /// Opens a connection that the next [#getConnection] hands out. An empty pool would repeat a
    /// failing attempt until its time limit, while the first failure says all.
    void park() throws SQLException {
        if (parked.get() == null) {
            var connection = openToExpected();
            if (!parked.compareAndSet(null, connection)) {
                connection.close();
            }
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = parked.getAndSet(null);
        return connection != null ? connection : openToExpected();
    }

    private Connection openToExpected() throws SQLException {
        var connection = open();
        try {
            checkIdentity(connection);
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /// An address may lead to another server from one moment to the next, as after a fail-over.
    private void checkIdentity(Connection connection) throws SQLException {
        var expected = identity;
        if (expected == null) {
            return;
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(CatalogSql.systemIdentifier())) {
            row.next();
            if (!expected.equals(row.getString(1))) {
                throw refusal(
                        "PostgreSQL at %s:%d is another server than a moment ago: its system identifier was %s, and is %s."
                                .formatted(
                                        settings.host(),
                                        settings.port(),
                                        expected,
                                        row.getString(1)));
            }
        }
    }

    private Connection open() throws SQLException {
        var properties = ConnectionSettings.properties(settings);
        try {
            properties.setProperty("password", settings.password().read());
        } catch (DatabaseFailure unreadable) {
            throw new SQLException(unreadable.getMessage(), unreadable);
        }
        var connection = driver.connect(ConnectionSettings.url(settings), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know its own URL");
        }
        try {
            check(connection.unwrap(PGConnection.class));
            connection.setNetworkTimeout(
                    Runnable::run, (int) ConnectionSettings.ANSWER_TIMEOUT.toMillis());
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /// The server reports these parameters by itself (documentation section 54.2.7), so that asking
    /// costs nothing.
    private void check(PGConnection connection) throws SQLException {
        var server = "PostgreSQL at %s:%d ".formatted(settings.host(), settings.port());
        if (!"on".equals(connection.getParameterStatus("standard_conforming_strings"))) {
            throw refusal(
                    server
                            + "ignores start-up options, as a connection pooler does: connect to it directly.");
        }
        if ("on".equals(connection.getParameterStatus("in_hot_standby"))) {
            throw refusal(server + "is a standby, which is read-only.");
        }
    }

    private static SQLException refusal(String message) {
        return new SQLException(message, new DatabaseFailure.Unavailable(message, null));
    }

    @Override
    public void close() {
        try (var _ = parked.getAndSet(null)) {
            // Closed if there is one.
        } catch (SQLException alreadyBroken) {
            System.getLogger(ServerDataSource.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a connection", alreadyBroken);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return (int) ConnectionSettings.LOGIN_TIMEOUT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
