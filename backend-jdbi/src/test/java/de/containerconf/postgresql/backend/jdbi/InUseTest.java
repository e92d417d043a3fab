package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@EveryPostgres
class InUseTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private TestOperator operator;
    private boolean superuser;

    @BeforeEach
    void open(PostgresServer server, Login login, Login.Kind kind) {
        postgres = server;
        superuser = kind == Login.Kind.SUPERUSER;
        operator = Jdbi.operator(server, login);
        operator.create("shop", "alice", UID);
    }

    @AfterEach
    void close() {
        operator.close();
    }

    @Test
    void where_sessions_come_from_is_seen_by_who_may_read_statistics() throws SQLException {
        try (var session = postgres.connection(postgres.createLogin("alice", ""), "shop")) {
            var hidden = drop();
            if (!superuser) {
                assertThat(hidden)
                        .hasMessageContaining("From where is hidden from the operator's login");
                assertThat(hidden.sessions()).extracting(Session::client).containsOnlyNulls();
                postgres.execute("GRANT pg_read_all_stats TO ops");
            }
            var failure = drop();

            assertThat(failure).hasMessage("The database 'shop' is in use.");
            assertThat(failure.sessions()).extracting(Session::client).containsExactly("127.0.0.1");
            assertThat(session.isValid(5)).isTrue();
        }
    }

    @Test
    void a_prepared_transaction_is_named() throws SQLException {
        in("shop", "BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'it''s'");

        assertThat(drop())
                .hasMessageContaining("ROLLBACK PREPARED 'it''s'")
                .hasMessageContaining("'postgres'");

        in("shop", "ROLLBACK PREPARED 'it''s'");
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
    }

    @Test
    void a_subscription_is_named() throws SQLException {
        in(
                "shop",
                "CREATE SUBSCRIPTION \"News\" CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)");

        assertThat(drop()).hasMessageContaining("DROP SUBSCRIPTION \"News\"");

        in("shop", "ALTER SUBSCRIPTION \"News\" SET (slot_name = NONE)");
        in("shop", "DROP SUBSCRIPTION \"News\"");
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
    }

    /// What one look counts for all databases is what the deletion of one stumbles over.
    @Test
    void all_that_holds_a_database_is_counted() throws SQLException {
        assertThat(operator.ops().holders()).doesNotContainKey("shop");
        in("shop", "SELECT pg_create_logical_replication_slot('slot', 'pgoutput')");
        in("shop", "BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'p'");
        in(
                "shop",
                "CREATE SUBSCRIPTION news CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)");
        try (var _ = postgres.connection(postgres.createLogin("alice", ""), "shop");
                var _ = postgres.connection(postgres.superuser(), "shop")) {
            assertThat(drop().holders()).isEqualTo(4);
            assertThat(drop().database()).contains("shop");
            assertThat(operator.ops().holders()).containsEntry("shop", 4);
        }
        org.awaitility.Awaitility.await()
                .until(() -> operator.ops().holders().getOrDefault("shop", 0) == 2);

        in("shop", "ROLLBACK PREPARED 'p'");
        in("shop", "ALTER SUBSCRIPTION news SET (slot_name = NONE)");
        in("shop", "DROP SUBSCRIPTION news");

        assertThat(operator.ops().holders()).doesNotContainKey("shop");
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
    }

    @Test
    void an_active_replication_slot_is_named_with_its_consumer() throws SQLException {
        in("shop", "SELECT pg_create_logical_replication_slot('feed', 'pgoutput')");
        in("shop", "CREATE PUBLICATION everything FOR ALL TABLES");
        try (var consumer = replication("shop");
                var _ =
                        consumer.unwrap(PGConnection.class)
                                .getReplicationAPI()
                                .replicationStream()
                                .logical()
                                .withSlotName("feed")
                                .withSlotOption("proto_version", 1)
                                .withSlotOption("publication_names", "everything")
                                .start()) {
            var pid =
                    postgres.query(
                                    "SELECT active_pid FROM pg_replication_slots WHERE slot_name = 'feed'")
                            .getFirst();
            assertThat(drop())
                    .hasMessageContaining(
                            "The replication slot 'feed' is active for process %s: stop its consumer."
                                    .formatted(pid));
        }
        org.awaitility.Awaitility.await()
                .until(() ->
                        postgres.query("SELECT FROM pg_stat_activity WHERE datname = 'shop'")
                                .isEmpty());
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
    }

    @Test
    void an_idle_replication_slot_is_no_obstacle() throws SQLException {
        in("shop", "SELECT pg_create_logical_replication_slot('slot', 'pgoutput')");

        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);

        assertThat(postgres.query("SELECT slot_name FROM pg_replication_slots")).isEmpty();
    }

    @Test
    void a_template_in_use_is_named() throws SQLException {
        try (var session = postgres.connection(postgres.superuser(), "template1")) {
            assertThatThrownBy(() -> operator.createDatabase("other", "alice", "other"))
                    .isInstanceOf(DatabaseFailure.InUse.class)
                    .hasMessageStartingWith(
                            "A new database is a copy of 'template1', which can be copied only while nobody else uses it.")
                    .asInstanceOf(type(DatabaseFailure.InUse.class))
                    .satisfies(failure -> {
                        assertThat(failure.database()).contains("template1");
                        assertThat(failure.sessions()).hasSize(1);
                    });
            assertThat(operator.ops().holders()).containsEntry("template1", 1);
            assertThat(session.isValid(5)).isTrue();
        }
    }

    private DatabaseFailure.InUse drop() {
        var failure =
                catchThrowableOfType(
                        DatabaseFailure.InUse.class,
                        () ->
                                operator.ops()
                                        .dropDatabase(operator.state("shop"), SessionPolicy.WAIT));
        assertThat(failure).isNotNull();
        return failure;
    }

    private Connection replication(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", postgres.superuser().name());
        properties.setProperty("password", postgres.superuser().password());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), database),
                properties);
    }

    private void in(String database, String statements) throws SQLException {
        try (var connection = postgres.connection(postgres.superuser(), database);
                var statement = connection.createStatement()) {
            statement.execute(statements);
        }
        org.awaitility.Awaitility.await()
                .until(() ->
                        postgres.query("SELECT FROM pg_stat_activity WHERE datname = ?", database)
                                .isEmpty());
    }
}
