package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryPostgres
class RoleDeletionTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private Login login;
    private TestOperator operator;

    @BeforeEach
    void open(PostgresServer server, Login ours) {
        postgres = server;
        login = ours;
        operator = Jdbi.operator(server, ours);
        operator.createRole("alice");
    }

    @AfterEach
    void close() {
        operator.close();
    }

    @Test
    void it_goes_when_its_last_database_is_gone() {
        operator.createDatabase("shop", "alice", UID);
        assertThatThrownBy(() -> drop(operator.role("alice")))
                .isInstanceOf(DatabaseFailure.InUse.class)
                .hasMessage("Something depends on the role 'alice': Owner of database shop.");
        assertThat(exists()).isTrue();
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);

        drop(operator.role("alice"));

        assertThat(exists()).isFalse();
        assertThat(
                        postgres.query(
                                "SELECT FROM pg_shdepend WHERE refobjid NOT IN (SELECT oid FROM pg_authid)"))
                .isEmpty();
    }

    @Test
    void one_with_objects_in_other_databases_stays() throws SQLException {
        try (var connection = postgres.connection(postgres.superuser(), "template1");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (); ALTER TABLE t OWNER TO alice");

            assertThatThrownBy(() -> drop(operator.role("alice")))
                    .isInstanceOf(DatabaseFailure.InUse.class)
                    .hasMessageContaining("1 object in database template1");

            statement.execute("DROP TABLE t");
        }
        assertThat(exists()).isTrue();
    }

    @Test
    void one_that_somebody_is_connected_as_stays() throws SQLException {
        postgres.execute("ALTER ROLE alice PASSWORD 'x'");
        var alice = operator.role("alice");
        try (var session = postgres.connection(new Login("alice", "x"), "postgres")) {
            assertThatThrownBy(() -> drop(alice))
                    .isInstanceOf(DatabaseFailure.InUse.class)
                    .hasMessage("Somebody is connected as the role 'alice', to 'postgres'.");
            assertThat(session.isValid(5)).isTrue();
        }
        assertThat(exists()).isTrue();
    }

    @Test
    void one_that_a_transaction_under_way_concerns_stays() throws SQLException {
        try (var connection = postgres.connection();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN; CREATE TABLE t (); ALTER TABLE t OWNER TO alice");

            assertThatThrownBy(() -> drop(operator.role("alice")))
                    .isInstanceOf(DatabaseFailure.InUse.class)
                    .hasMessage("A transaction that is not over yet concerns the role 'alice'.");

            statement.execute("ROLLBACK");
        }
        drop(operator.role("alice"));
        assertThat(exists()).isFalse();
    }

    @Test
    void one_without_a_claim_is_never_ours() {
        postgres.execute("COMMENT ON ROLE alice IS 'mine now'");

        assertThatThrownBy(() -> drop(operator.role("alice")))
                .isInstanceOf(DatabaseFailure.Conflict.class);

        assertThat(exists()).isTrue();
    }

    @Test
    void one_of_an_administrator_needs_an_administrator() {
        assumeTrue(!login.name().equals("postgres"), "a superuser needs no rights");
        assumeTrue(postgres.major() >= 16, "before 16 CREATEROLE is enough");
        postgres.execute("CREATE ROLE \"the boss\"");
        postgres.execute(
                "COMMENT ON ROLE \"the boss\" IS '%s'".formatted(TestOperator.ROLE_CLAIM.line()));

        assertThatThrownBy(() -> drop(operator.role("the boss")))
                .isInstanceOfSatisfying(
                        DatabaseFailure.Denied.class,
                        denied -> {
                            assertThat(denied.getMessage())
                                    .startsWith("The operator's login 'ops' may not drop the role");
                            assertThat(denied.remedy()).isEqualTo("DROP ROLE \"the boss\";");
                        });
    }

    /// Before each message: what is not ours by then stays.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMENT ON ROLE alice IS 'mine now'",
                "DROP ROLE alice; CREATE ROLE alice",
                "ALTER ROLE alice RENAME TO moved; CREATE ROLE alice"
            })
    void somebody_else_may_change_it_at_any_time(String intrusion) {
        postgres.execute("SET lock_timeout = '100ms'");
        var messages = run(StatementHook.counter());
        for (var number = 1; number <= messages; number++) {
            var intruded = new boolean[1];
            run(
                    new StatementHook(
                            number,
                            () -> {
                                try {
                                    postgres.execute(intrusion);
                                    intruded[0] = true;
                                } catch (IllegalStateException lockedOrGone) {
                                    // The operator was faster.
                                }
                            }));

            assertThat(exists()).as("at message %d", number).isEqualTo(intruded[0]);
        }
        postgres.execute("RESET lock_timeout");
    }

    @Test
    void of_two_who_drop_it_at_once_both_are_content_or_look_again() {
        for (var round = 1; round <= 20; round++) {
            var alice = operator.role("alice");
            var other = CompletableFuture.runAsync(() -> dropOrFindGone(alice));
            dropOrFindGone(alice);
            other.join();

            assertThat(exists()).isFalse();
            operator.createRole("alice");
        }
    }

    @Test
    void one_that_gets_a_database_meanwhile_stays_or_is_made_again() {
        for (var round = 1; round <= 10; round++) {
            var alice = operator.role("alice");
            var creation = CompletableFuture.runAsync(this::createUntilItIsThere);
            try {
                drop(alice);
            } catch (DatabaseFailure.InUse | DatabaseFailure.Stale needed) {
                assertThat(exists()).isTrue();
            }
            creation.join();

            assertThat(operator.state("shop").owner()).isEqualTo("alice");
            assertThat(exists()).isTrue();
            operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
        }
    }

    private void createUntilItIsThere() {
        while (operator.ops().catalog().databasesOf(UID).isEmpty()) {
            try {
                if (!exists()) {
                    operator.createRole("alice");
                }
                operator.createDatabase("shop", "alice", UID);
            } catch (DatabaseFailure.Stale again) {
                // As the controller does.
            }
        }
    }

    private void dropOrFindGone(RoleState role) {
        try {
            drop(role);
        } catch (DatabaseFailure.Stale gone) {
            assertThat(exists()).isFalse();
        }
    }

    private int run(StatementHook hook) {
        postgres.execute("DROP ROLE IF EXISTS alice, moved");
        operator.createRole("alice");
        var alice = operator.role("alice");
        try (var another = Jdbi.operator(postgres, login, hook)) {
            another.ops().dropRole(alice);
        } catch (DatabaseFailure noticed) {
            assertThat(noticed).isNotInstanceOf(DatabaseFailure.Invalid.class);
        }
        return hook.count();
    }

    private void drop(RoleState role) {
        operator.ops().dropRole(role);
    }

    private boolean exists() {
        return !postgres.query("SELECT FROM pg_roles WHERE rolname = 'alice'").isEmpty();
    }
}
