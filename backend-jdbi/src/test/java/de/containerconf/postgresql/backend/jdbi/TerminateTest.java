package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deletion that does not wait for sessions.
@EveryPostgres
class TerminateTest {

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
    void sessions_of_roles_that_it_may_not_act_for_need_what_the_failure_says()
            throws SQLException {
        assumeTrue(
                !superuser && postgres.major() >= 16,
                "a superuser may end any, and up to 15 CREATEROLE may act for every role");
        postgres.execute("CREATE ROLE bob LOGIN PASSWORD 'bob'");
        var before = memberships();
        try (var session = postgres.connection(new Login("bob", "bob"), "shop")) {
            var denied = catchThrowableOfType(DatabaseFailure.Denied.class, this::drop);
            assertThat(denied).hasMessageContaining("'bob'");
            assertThat(denied.remedy()).startsWith("GRANT pg_signal_backend TO \"ops\";");
            assertThat(session.isValid(5)).isTrue();

            postgres.execute("GRANT pg_signal_backend TO ops");
            assertThat(drop()).extracting(Session::user).containsExactly("bob");
        }
        assertThat(databases()).isEmpty();
        assertThat(memberships()).isEqualTo(before);
    }

    /// One client leaves the database empty at times, four do not.
    @ParameterizedTest
    @ValueSource(ints = {1, 1, 1, 4})
    void clients_that_connect_again_and_again_do_not_hold_it_up(int clients) throws Exception {
        var alice = postgres.createLogin("alice", "");
        var go = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var client = 0; client < clients; client++) {
                var _ =
                        threads.submit(() -> {
                            while (go.get()) {
                                try (var session = postgres.connection(alice, "shop");
                                        var statement = session.createStatement()) {
                                    statement.execute("SELECT pg_sleep(0.01)");
                                } catch (SQLException refused) {
                                    Thread.onSpinWait();
                                }
                            }
                        });
            }
            awaitRow("SELECT FROM pg_stat_activity WHERE datname = 'shop'");
            try {
                drop();
            } finally {
                go.set(false);
            }
        }
        assertThat(databases()).isEmpty();
    }

    /// For a second the client is let in but is not seen.
    @Test
    void a_client_that_was_let_in_just_before_does_not_hold_it_up() throws Exception {
        var alice = postgres.createLogin("alice", "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = threads.submit(() -> slowlyConnected(alice));
            awaitRow("SELECT FROM pg_locks WHERE classid = 'pg_database'::regclass");

            assertThat(drop()).extracting(Session::user).containsExactly("alice");
            try (var session = client.get()) {
                assertThat(session.isValid(5)).isFalse();
            }
        }
        assertThat(databases()).isEmpty();
    }

    @Test
    void a_prepared_transaction_is_named_while_the_door_is_open() throws SQLException {
        try (var session = postgres.connection(postgres.superuser(), "shop");
                var statement = session.createStatement()) {
            statement.execute("BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'x'");

            assertThatThrownBy(this::drop)
                    .isInstanceOf(DatabaseFailure.InUse.class)
                    .hasMessageContaining("ROLLBACK PREPARED 'x'");

            statement.execute("ROLLBACK PREPARED 'x'");
        }
        drop();
        assertThat(databases()).isEmpty();
    }

    /// It came into being by a session that was ended a moment later, say.
    @Test
    void a_prepared_transaction_that_is_found_behind_the_door_opens_it() throws SQLException {
        try (var session = postgres.connection(postgres.superuser(), "shop");
                var statement = session.createStatement()) {
            statement.execute("BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'x'");
        }
        postgres.execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");
        postgres.execute("COMMENT ON DATABASE shop IS '%s door=shut'".formatted(comment()));

        assertThatThrownBy(this::drop).isInstanceOf(DatabaseFailure.InUse.class);

        try (var session = postgres.connection(postgres.superuser(), "shop");
                var statement = session.createStatement()) {
            statement.execute("ROLLBACK PREPARED 'x'");
        }
        drop();
        assertThat(databases()).isEmpty();
    }

    @Test
    void a_database_that_is_kept_after_all_can_be_used_again() throws SQLException {
        assumeTrue(!superuser, "a superuser may end any session");
        var before = comment();
        try (var session = postgres.connection(postgres.superuser(), "shop")) {
            assertThatThrownBy(this::drop).isInstanceOf(DatabaseFailure.Denied.class);
            assertThat(comment()).isEqualTo(before + " door=shut");
            assertThatThrownBy(() -> postgres.connection(postgres.superuser(), "shop"))
                    .hasMessageContaining("not currently accepting connections");
            assertThat(session.isValid(5)).isTrue();
        }
        operator.ops().release(operator.state("shop"));

        assertThat(comment()).isEmpty();
        postgres.connection(postgres.superuser(), "shop").close();
    }

    @Test
    void sessions_of_superusers_are_out_of_reach_of_others() throws SQLException {
        try (var session = postgres.connection(postgres.superuser(), "shop")) {
            if (superuser) {
                drop();
            } else {
                assertThatThrownBy(this::drop)
                        .isInstanceOf(DatabaseFailure.Denied.class)
                        .hasMessageContaining("'postgres'");
                assertThat(session.isValid(5)).isTrue();
            }
        }
        Awaitility.await()
                .untilAsserted(() -> {
                    if (!databases().isEmpty()) {
                        drop();
                    }
                    assertThat(databases()).isEmpty();
                });
    }

    private Connection slowlyConnected(Login login) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/shop?options=-c%%20post_auth_delay=1"
                        .formatted(postgres.host(), postgres.port()),
                login.name(),
                login.password());
    }

    private void awaitRow(String query) {
        Awaitility.await().until(() -> !postgres.query(query).isEmpty());
    }

    private List<Session> drop() {
        return operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.TERMINATE);
    }

    private String comment() {
        return String.join(
                "",
                postgres.query(
                        "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = 'shop'"));
    }

    private List<String> memberships() {
        return postgres.query(
                "SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE roleid::regrole::text NOT LIKE 'pg_%' ORDER BY 1, 2");
    }

    private List<String> databases() {
        return postgres.query(
                "SELECT datname FROM pg_database WHERE datname = 'shop' OR datname LIKE 'pgc-%'");
    }
}
