package de.containerconf.postgresql.controller.model;

import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Somebody with all rights on the server, who does what nobody should. Not thread-safe.
final class Adversary implements AutoCloseable {

    static final List<String> DATABASES = List.of("a", "b", "c");
    static final List<String> ROLES = List.of("r1", "r2", "r3");
    private static final List<String> PLACES = List.of("a", "b", "c", "elsewhere");

    private final PostgresServer postgres;
    private final Random random;
    private final Map<String, Connection> sessions = new HashMap<>();

    Adversary(PostgresServer postgres, Random random) {
        this.postgres = postgres;
        this.random = random;
    }

    /// Does something, which may be refused.
    ///
    /// @return what
    String act() {
        var database = one(DATABASES);
        var role = one(ROLES);
        var statement =
                switch (random.nextInt(16)) {
                    case 0 -> idle(database, "DROP DATABASE %s".formatted(database));
                    case 1 -> "CREATE DATABASE %s OWNER %s".formatted(database, role);
                    case 2 -> rename(database, one(PLACES));
                    case 3 -> rename("elsewhere", database);
                    case 4 -> "ALTER DATABASE %s OWNER TO %s".formatted(database, role);
                    case 5 -> "COMMENT ON DATABASE %s IS 'mine now'".formatted(database);
                    case 6 -> "COMMENT ON DATABASE %s IS '%s'".formatted(database, claim());
                    case 7 -> "COMMENT ON DATABASE %s IS NULL".formatted(database);
                    case 8 -> "CREATE ROLE %s".formatted(role);
                    case 9 -> "DROP ROLE %s".formatted(role);
                    case 10 -> "COMMENT ON ROLE %s IS NULL".formatted(role);
                    case 11 ->
                            "%s %s"
                                    .formatted(
                                            random.nextBoolean()
                                                    ? "GRANT CREATE ON DATABASE postgres TO"
                                                    : "REVOKE CREATE ON DATABASE postgres FROM",
                                            role);
                    case 12 ->
                            "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'"
                                    .formatted(idle(database, database));
                    case 13 -> onLogin("ALTER ROLE %s NOLOGIN");
                    case 14 -> onLogin("DROP ROLE %s");
                    default -> "";
                };
        return statement.isEmpty() ? connectOrLeave(database) : execute(statement);
    }

    boolean isConnected(String database) {
        return sessions.containsKey(database);
    }

    @Override
    public void close() throws SQLException {
        for (var session : sessions.values()) {
            session.close();
        }
        ROLES.forEach(role -> execute("DROP OWNED BY " + role)); // what they were granted
    }

    /// PostgreSQL waits five seconds for sessions before it refuses.
    private String idle(String database, String statement) {
        return isConnected(database) ? "SELECT 1" : statement;
    }

    private String rename(String from, String to) {
        return idle(from, "ALTER DATABASE %s RENAME TO %s".formatted(from, to));
    }

    /// Of an object that may exist, did exist, or is another cluster's.
    private String claim() {
        return "containerconf.de/claim v1 cluster=%s object=team/%s uid=uid-%d origin=created"
                .formatted(
                        random.nextInt(4) > 0 ? World.CLUSTER : "another",
                        one(Users.NAMES),
                        1 + random.nextInt(12));
    }

    private String onLogin(String statement) {
        var logins =
                postgres.query(
                        "SELECT quote_ident(rolname) FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE '% login %' ORDER BY 1");
        return logins.isEmpty() ? "SELECT 2" : statement.formatted(one(logins));
    }

    private String connectOrLeave(String database) {
        try {
            var session = sessions.remove(database);
            if (session != null) {
                session.close();
                awaitNobody(database);
                return "leaves " + database;
            }
            sessions.put(database, postgres.connection(postgres.superuser(), database));
            return "connects to " + database;
        } catch (SQLException refused) {
            return "connects in vain to " + database;
        }
    }

    private void awaitNobody(String database) {
        org.awaitility.Awaitility.await()
                .until(() ->
                        postgres.query("SELECT FROM pg_stat_activity WHERE datname = ?", database)
                                .isEmpty());
    }

    private String execute(String statement) {
        try {
            postgres.execute(statement);
            return statement;
        } catch (IllegalStateException refused) {
            return statement + " (refused)";
        }
    }

    private String one(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
