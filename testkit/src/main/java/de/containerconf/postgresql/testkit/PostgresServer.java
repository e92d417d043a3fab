package de.containerconf.postgresql.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of a test. Thread-safe.
public final class PostgresServer implements AutoCloseable {

    /// Name of the login of kind [Login.Kind#OPS].
    public static final String OPS = "ops";

    /// `server_version_num` of 18.6 is 180006.
    private static final int VERSION_UNIT = 10_000;

    private final int major;
    private final RunningPostgres postgres;
    private @Nullable Connection administration;
    private @Nullable Login ops;

    /// Starts a server.
    ///
    /// @throws IllegalStateException if it is a given one, and holds more than a new server does
    PostgresServer(PostgresSource source, int wanted) {
        postgres = source.start(wanted);
        major = Integer.parseInt(query("SHOW server_version_num").getFirst()) / VERSION_UNIT;
        if (postgres instanceof GivenServer && !databases().isEmpty()) {
            throw new IllegalStateException(
                    "The server of %s holds the databases %s. Tests drop everything, so it must be empty."
                            .formatted(PostgresSource.VARIABLE, databases()));
        }
    }

    /// The major version, for instance 18.
    public int major() {
        return major;
    }

    /// The address that it listens on.
    public String host() {
        return postgres.host();
    }

    /// The port that it listens on.
    public int port() {
        return postgres.port();
    }

    /// What the server says; empty if it is not on this machine.
    public Optional<Path> logFile() {
        return postgres.logFile();
    }

    /// The login that may do everything.
    public Login superuser() {
        return postgres.superuser();
    }

    /// The login of that kind, the same throughout a test.
    public synchronized Login login(Login.Kind kind) {
        if (kind == Login.Kind.SUPERUSER) {
            return superuser();
        }
        if (ops == null) {
            ops = createLogin(OPS, "CREATEDB CREATEROLE");
        }
        return ops;
    }

    /// Creates a role that can log in, or gives an existing one a new password.
    ///
    /// @param attributes as in CREATE ROLE, for instance `CREATEDB`
    public Login createLogin(String name, String attributes) {
        var login = new Login(name, UUID.randomUUID().toString());
        var exists = !query("SELECT FROM pg_roles WHERE rolname = ?", name).isEmpty();
        execute(
                "%s ROLE %s LOGIN PASSWORD '%s' %s"
                        .formatted(
                                exists ? "ALTER" : "CREATE",
                                quoted(name),
                                login.password(),
                                attributes));
        return login;
    }

    /// A new connection to a database; the caller closes it.
    public Connection connection(Login login, String database) throws SQLException {
        var properties = new java.util.Properties();
        properties.setProperty("user", login.name());
        properties.setProperty("password", login.password());
        properties.setProperty("ApplicationName", "test");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                host(),
                                port(),
                                java.net.URLEncoder.encode(
                                        database, java.nio.charset.StandardCharsets.UTF_8)),
                properties);
    }

    /// A new connection of the superuser to the database `postgres`; the caller closes it.
    public Connection connection() throws SQLException {
        return connection(superuser(), "postgres");
    }

    /// Runs a statement as superuser in the database `postgres`.
    public synchronized void execute(String sql) {
        try (var statement = administration().createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage() + " in " + sql, failure);
        }
    }

    /// Runs a query as superuser in the database `postgres`.
    ///
    /// @return a string a row, the columns joined by `|` as `psql -At` prints them; null is empty
    public synchronized List<String> query(String sql, Object... arguments) {
        try (var statement = administration().prepareStatement(sql)) {
            return rows(statement, arguments);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage() + " in " + sql, failure);
        }
    }

    /// Starts it again after [#stop] or [#kill].
    public void start() {
        postgres.start();
    }

    /// Ends all sessions and stops it.
    public void stop() {
        postgres.stop();
    }

    /// Kills all its processes at once.
    public void kill() {
        postgres.kill();
    }

    /// Drops every database and role that a new server does not have.
    public synchronized void reset() {
        ops = null;
        for (var database : databases()) {
            execute("DROP DATABASE %s WITH (FORCE)".formatted(quoted(database)));
        }
        var roles =
                query("SELECT rolname FROM pg_roles WHERE oid <> 10 AND rolname NOT LIKE 'pg\\_%'")
                        .stream()
                        .map(PostgresServer::quoted)
                        .collect(Collectors.joining(", "));
        if (!roles.isEmpty()) {
            // In one statement, because roles hold each other by grants that they made.
            execute("DROP ROLE " + roles);
        }
    }

    private List<String> databases() {
        return query(
                "SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')");
    }

    /// The name as a quoted identifier.
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() {
        if (postgres instanceof GivenServer) {
            reset();
        }
        postgres.close();
    }

    private Connection administration() throws SQLException {
        if (administration == null || !administration.isValid(5)) {
            administration = connection();
        }
        return administration;
    }

    private static List<String> rows(PreparedStatement statement, Object... arguments)
            throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        var rows = new ArrayList<String>();
        try (var results = statement.executeQuery()) {
            var columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    var value = results.getString(i);
                    row.add(value == null ? "" : value);
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}
