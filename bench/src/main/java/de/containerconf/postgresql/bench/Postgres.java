package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The server's side: what there is, and what was said to it. One thread uses it.
final class Postgres implements AutoCloseable {

    /// Tells the operator's statements from others in the log.
    static final String LOG_PREFIX = "%a|";

    private static final String OPERATOR = "postgresql-operator ";
    private static final Pattern STATEMENT = Pattern.compile("LOG: {2}(statement|execute [^:]*): ");
    private static final int ROLES_AT_ONCE = 100;
    private static final int DROPPERS = 16;

    private final EmbeddedPostgres server;
    private final Connection connection;

    Postgres(EmbeddedPostgres server) {
        this.server = server;
        try {
            connection = connect();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A new connection of the superuser; the caller closes it.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/postgres?ApplicationName=bench"
                        .formatted(server.host(), server.port()),
                EmbeddedPostgres.USER,
                server.password());
    }

    String version() {
        return server.version();
    }

    /// How many databases of that prefix exist and belong to the role of their name.
    int owned(String prefix) {
        var sql =
                """
                SELECT count(*) FROM pg_database
                WHERE starts_with(datname, ?) AND pg_get_userbyid(datdba) = datname\
                """;
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, prefix);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Drops these databases if they exist, and their owners, and leaves the server as if nothing
    /// had been. Each drop waits for a checkpoint, and those at the same time for the same.
    void drop(List<String> names) {
        try (var workers = new PlainSql(this, DROPPERS)) {
            workers.each(names, "DROP DATABASE IF EXISTS %s WITH (FORCE)");
        }
        for (var i = 0; i < names.size(); i += ROLES_AT_ONCE) {
            execute(
                    names.subList(i, Math.min(names.size(), i + ROLES_AT_ONCE)).stream()
                            .collect(Collectors.joining(", ", "DROP ROLE IF EXISTS ", "")));
        }
        settle();
    }

    /// Drops the logins of Secrets, which stay as their databases do.
    void dropLogins() {
        execute(
                """
                DO $$ DECLARE login name; BEGIN
                    FOR login IN SELECT rolname FROM pg_roles
                        WHERE shobj_description(oid, 'pg_authid') LIKE '% login %' LOOP
                        EXECUTE format('DROP ROLE %I', login);
                        COMMIT;
                    END LOOP;
                END $$\
                """);
        settle();
    }

    /// Neither side inherits dirty pages, dead rows or inodes of deleted files from the one before
    /// it.
    void settle() {
        execute("VACUUM pg_database, pg_authid, pg_shdescription, pg_shdepend");
        execute("CHECKPOINT");
        Disk.dropCache();
    }

    /// Has the file system place each database somewhere else, if it can do that.
    ///
    /// @return whether it can
    boolean spread() {
        return Disk.spread(Path.of(text("SHOW data_directory"), "base"));
    }

    /// Which statements come into the log from now on.
    void log(Logged statements) {
        execute("ALTER SYSTEM SET log_statement = '%s'".formatted(statements.value));
        execute("SELECT pg_reload_conf()");
    }

    /// What [#loggedStatements] counts.
    enum Logged {
        NONE("none"),
        /// Those that change something, by PostgreSQL's own judgement.
        CHANGES("mod"),
        ALL("all");

        private final String value;

        Logged(String value) {
            this.value = value;
        }
    }

    /// How many of the operator's statements are in the log.
    long loggedStatements() {
        try (var lines = Files.lines(server.logFile())) {
            return lines.filter(line -> line.startsWith(OPERATOR))
                    .filter(line -> STATEMENT.matcher(line).find())
                    .count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The versions of all databases, roles, memberships and comments: the same again only where
    /// nobody has written any of them.
    String fingerprint() {
        return text(
                """
                SELECT md5(string_agg(version, ' ' ORDER BY version)) FROM (
                    SELECT 'd' || oid || '/' || xmin FROM pg_database
                    UNION ALL SELECT 'r' || oid || '/' || xmin FROM pg_authid
                    UNION ALL SELECT 'm' || oid || '/' || xmin FROM pg_auth_members
                    UNION ALL SELECT 'c' || objoid || '/' || xmin FROM pg_shdescription) AS all_of_them(version)\
                """);
    }

    private String text(String sql) {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
