package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against the catalog of a real server: its columns change from version to version.
class CatalogRowsTest {

    @Test
    void eachHasItsOwnerAndTheClaimsOfTheOperator() throws SQLException {
        try (var server = EmbeddedPostgres.builder().start();
                var postgres = new Postgres(server);
                var connection = postgres.connect()) {
            var rows = new CatalogRows(postgres, "c-1");
            rows.add(Map.of("found1", "uid-1", "found2", "uid-2"));
            rows.add(Map.of("found3", "uid-3"));

            assertThat(postgres.owned("found")).isEqualTo(3);
            assertThat(comments(connection))
                    .containsEntry("found1", claim("found1", "uid-1"))
                    .containsEntry("found3", claim("found3", "uid-3"))
                    .containsEntry("role found2", "containerconf.de/claim v1 cluster=c-1 role");
            // What the operator does to them works as with others.
            postgres.execute("ALTER DATABASE found1 OWNER TO found2");
            assertThat(postgres.owned("found")).isEqualTo(2);
        }
    }

    private static String claim(String name, String uid) {
        return "containerconf.de/claim v1 cluster=c-1 object=default/%s uid=%s origin=created"
                .formatted(name, uid);
    }

    private static Map<String, String> comments(Connection connection) throws SQLException {
        var comments = new TreeMap<String, String>();
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                """
                                SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database
                                UNION ALL
                                SELECT 'role ' || rolname, shobj_description(oid, 'pg_authid') FROM pg_authid\
                                """)) {
            while (result.next()) {
                if (result.getString(2) != null) {
                    comments.put(result.getString(1), result.getString(2));
                }
            }
        }
        return comments;
    }
}
