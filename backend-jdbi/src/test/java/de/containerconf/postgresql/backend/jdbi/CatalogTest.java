package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryPostgres
class CatalogTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final long FIRST = 3_000_000_000L;

    private PostgresServer postgres;

    @BeforeEach
    void use(PostgresServer server) {
        postgres = server;
    }

    @AfterEach
    void forget() {
        postgres.execute("DELETE FROM pg_database WHERE oid >= " + FIRST);
        postgres.execute("DELETE FROM pg_shdescription WHERE objoid >= " + FIRST);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300})
    void it_takes_one_statement_however_many_there_are(
            int count, PostgresServer server, Login login) {
        pretend(count);
        var statements = StatementHook.counter();
        try (var operator = Jdbi.operator(server, login, statements)) {
            var catalog = operator.ops().catalog();

            assertThat(catalog.databases()).hasSize(count + 3);
            assertThat(catalog.databasesOf("uid-7"))
                    .extracting(DatabaseState::name)
                    .containsExactly("d7");
            assertThat(statements.count()).isEqualTo(1);

            var some =
                    operator.ops()
                            .catalog(
                                    new Lookup(
                                            Set.of(new DatabaseName("d3")),
                                            Set.of(new RoleName("postgres")),
                                            Set.of("uid-4")));
            assertThat(some.databases()).extracting(DatabaseState::name).contains("d3", "d4");
            assertThat(some.roles()).hasSize(1);
            assertThat(statements.count()).isEqualTo(2);
        }
    }

    @Test
    void a_look_at_some_is_planned_once_for_all_whatever_is_created_between_two(
            PostgresServer server, Login login) {
        var settings = Jdbi.settings(server.host(), server.port(), login);
        try (var connections = new Connections(settings, Fence.OPEN, new SimpleMeterRegistry());
                var connection = connections.acquire()) {
            for (var i = 0; i < 20; i++) {
                var lookup =
                        new Lookup(
                                Set.of(new DatabaseName("d" + i)),
                                Set.of(new RoleName("r" + i)),
                                Set.of("uid-" + i));
                connection.rows(CatalogSql.some(lookup), CatalogRow::read);
                connection.run("CREATE ROLE r" + i);
            }

            var plans =
                    connection.rows(
                            """
                            SELECT name, generic_plans, custom_plans
                            FROM pg_catalog.pg_prepared_statements\
                            """,
                            (row, context) ->
                                    "%d for all, %d for one"
                                            .formatted(
                                                    row.getInt("generic_plans"),
                                                    row.getInt("custom_plans")));

            // The driver lets the first four pass: most statements come only once.
            assertThat(plans).containsExactly("16 for all, 0 for one");
        }
    }

    @Test
    void it_is_read_again_only_after_a_change(PostgresServer server, Login login) {
        postgres.execute("CREATE ROLE alice LOGIN");
        List.of("d0", "d1", "d2").forEach(each -> postgres.execute("CREATE DATABASE " + each));
        try (var operator = Jdbi.operator(server, login)) {
            var last = operator.ops().catalog();
            for (var change :
                    List.of(
                            "COMMENT ON DATABASE d0 IS '%s'"
                                    .formatted(TestOperator.claim(UID).line()),
                            "COMMENT ON DATABASE d0 IS NULL",
                            "ALTER DATABASE d1 OWNER TO alice",
                            "ALTER DATABASE d1 RENAME TO other",
                            "ALTER DATABASE d2 IS_TEMPLATE true",
                            "ALTER DATABASE d2 IS_TEMPLATE false",
                            "REVOKE CONNECT, TEMPORARY ON DATABASE d2 FROM PUBLIC",
                            "ALTER ROLE alice CREATEROLE",
                            "ALTER ROLE alice NOLOGIN",
                            "COMMENT ON ROLE alice IS 'containerconf.de/claim v1 role cluster=c'",
                            "ALTER ROLE alice RENAME TO bob")) {
                assertThat(operator.ops().catalog()).as("before: %s", change).isSameAs(last);
                postgres.execute(change);

                var next = operator.ops().catalog();
                assertThat(next).as("after: %s", change).isNotSameAs(last);
                last = next;
            }
        }
    }

    @Test
    void in_bulk_only_claim_lines_are_read_and_two_of_them_are_unclear(
            PostgresServer server, Login login) {
        pretend(3);
        var line = TestOperator.claim(UID).line();
        comment("d0", "people\n%s\npeople %s".formatted(line, line));
        comment("d1", "%s\npeople\n%s".formatted(line, line));
        comment("d2", "containerconf.de/claimed is another word\n" + "x".repeat(1_000_000));
        try (var operator = Jdbi.operator(server, login)) {
            var catalog = operator.ops().catalog();

            assertThat(of(catalog, "d0").comment().text()).isEqualTo(line);
            assertThat(of(catalog, "d1").claim()).isInstanceOf(Claimed.Unclear.class);
            assertThat(of(catalog, "d2").claim()).isInstanceOf(Claimed.ByNobody.class);
            assertThat(operator.state("d0").comment().text())
                    .isEqualTo("people\n%s\npeople %s".formatted(line, line));
        }
    }

    private static DatabaseState of(
            de.containerconf.postgresql.api.database.Catalog catalog, String name) {
        return catalog.database(new DatabaseName(name)).orElseThrow();
    }

    /// Catalog rows alone: databases would take seconds and gigabytes.
    private void pretend(int count) {
        postgres.execute(
                """
                CREATE TEMP TABLE fake AS SELECT * FROM pg_database WHERE datname = 'postgres';
                INSERT INTO pg_database
                SELECT (jsonb_populate_record(fake, jsonb_build_object('oid', %1$d + n, 'datname', 'd' || n))).*
                FROM fake, generate_series(0, %2$d - 1) n;
                INSERT INTO pg_shdescription
                SELECT %1$d + n, 'pg_database'::regclass,
                       'containerconf.de/claim v1 cluster=c object=shop/o uid=uid-' || n || ' origin=created'
                FROM generate_series(0, %2$d - 1) n;
                DROP TABLE fake\
                """
                        .formatted(FIRST, count));
    }

    private void comment(String database, String text) {
        postgres.execute(
                "UPDATE pg_shdescription SET description = %s WHERE objoid = (SELECT oid FROM pg_database WHERE datname = '%s')"
                        .formatted(Sql.literal(text), database));
    }
}
