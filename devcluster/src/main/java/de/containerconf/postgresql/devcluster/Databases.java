package de.containerconf.postgresql.devcluster;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What is on the PostgreSQL server.
final class Databases {

    private static final String SQL =
            """
            SELECT d.datname, r.rolname, coalesce(shobj_description(d.oid, 'pg_database'), '')
            FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles r ON r.oid = d.datdba
            WHERE NOT d.datistemplate ORDER BY 1
            """;

    private Databases() {}

    /// The databases with their owners and comments, as a table.
    static String table(EmbeddedPostgres server) throws SQLException {
        var url = "jdbc:postgresql://%s:%d/postgres".formatted(server.host(), server.port());
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("DATABASE", "OWNER", "COMMENT"));
        try (var connection =
                        DriverManager.getConnection(url, EmbeddedPostgres.USER, server.password());
                var statement = connection.createStatement();
                var result = statement.executeQuery(SQL)) {
            while (result.next()) {
                rows.add(
                        List.of(
                                text(result.getString(1)),
                                text(result.getString(2)),
                                text(result.getString(3))));
            }
        }
        return TextTable.of(rows);
    }

    private static String text(String value) {
        return Objects.requireNonNull(value);
    }
}
