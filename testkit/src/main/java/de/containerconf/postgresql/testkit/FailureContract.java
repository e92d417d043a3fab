package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Failures are told apart, because the operator does something else after each.
public interface FailureContract extends BackendContract {

    @Test
    default void a_server_that_is_down_is_unavailable_until_it_is_back(
            @Dedicated PostgresServer own) {
        var settings = TestOperator.settings(own.host(), own.port(), own.superuser(), options());
        try (var operator = TestOperator.of(provider(), settings, Fence.OPEN)) {
            var before = operator.ops().server();
            own.stop();
            assertThatThrownBy(() -> operator.ops().catalog())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
            assertThatThrownBy(() -> operator.ops().server())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
            own.start();
            assertThat(operator.ops().server().systemIdentifier())
                    .isEqualTo(before.systemIdentifier());
            assertThat(operator.ops().catalog().databases()).isNotEmpty();
        }
    }

    /// Nothing is listening on port 1.
    @Test
    default void opening_needs_no_server() {
        var settings =
                TestOperator.settings("127.0.0.1", 1, new Login("nobody", "none"), options());
        try (var operator = TestOperator.of(provider(), settings, Fence.OPEN)) {
            assertThatThrownBy(() -> operator.ops().server())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
        }
    }

    @Test
    default void a_wrong_password_is_unavailable_and_not_told(
            PostgresServer postgres, Login login) {
        var wrong = new Login(login.name(), "geheim-und-falsch");
        var settings = TestOperator.settings(postgres.host(), postgres.port(), wrong, options());
        try (var operator = TestOperator.of(provider(), settings, Fence.OPEN)) {
            assertThatThrownBy(() -> operator.ops().server())
                    .isInstanceOf(DatabaseFailure.Unavailable.class)
                    .hasMessageNotContaining(wrong.password());
        }
    }

    @Test
    default void a_missing_right_is_denied_with_what_to_run(
            TestOperator operator, PostgresServer postgres, Login.Kind kind) {
        assumeTrue(kind == Login.Kind.OPS, "a superuser needs no rights");
        postgres.execute("ALTER ROLE %s NOCREATEROLE".formatted(PostgresServer.OPS));

        var denied =
                catchThrowableOfType(
                        DatabaseFailure.Denied.class, () -> operator.createRole("alice"));

        postgres.execute(denied.remedy());
        operator.createRole("alice");
    }

    @Test
    default void a_process_that_may_not_act_does_nothing(PostgresServer postgres, Login login) {
        var settings = TestOperator.settings(postgres.host(), postgres.port(), login, options());
        try (var operator = TestOperator.of(provider(), settings, ClosedFence.OF_PROCESS)) {
            assertThatThrownBy(() -> operator.createRole("alice"))
                    .isInstanceOf(DatabaseFailure.Fenced.class);
        }
        assertThat(postgres.query("SELECT FROM pg_roles WHERE rolname = 'alice'")).isEmpty();
    }

    @Test
    default void an_object_that_does_not_live_gets_no_database(
            TestOperator operator, PostgresServer postgres, Login login) {
        operator.createRole("alice");
        var settings = TestOperator.settings(postgres.host(), postgres.port(), login, options());
        try (var fenced = TestOperator.of(provider(), settings, ClosedFence.OF_OBJECT)) {
            assertThatThrownBy(() -> fenced.createDatabase("shop", "alice", UID))
                    .isInstanceOf(DatabaseFailure.Fenced.class);
        }
        assertThat(postgres.query("SELECT FROM pg_database WHERE datname = 'shop'")).isEmpty();
    }

    @Test
    default void what_changed_since_the_plan_is_stale(
            TestOperator operator, PostgresServer postgres) {
        var planned = operator.create("shop", "alice", UID);
        operator.createRole("bob");
        postgres.execute("COMMENT ON DATABASE shop IS 'mine now'");

        assertThatThrownBy(() -> operator.ops().changeOwner(planned, new RoleName("bob")))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThatThrownBy(() -> operator.ops().release(planned))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.state("shop").owner()).isEqualTo("alice");
        assertThat(operator.state("shop").comment().text()).isEqualTo("mine now");
    }

    @Test
    default void an_option_that_does_not_exist_is_named() {
        var settings =
                TestOperator.settings(
                        "127.0.0.1", 1, new Login("nobody", "none"), Map.of("no-such-option", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestOperator.of(provider(), settings, Fence.OPEN))
                .withMessageContaining("no-such-option");
    }

    @Test
    default void it_has_an_id_and_a_description() {
        assertThat(provider().id()).matches("[a-z][a-z0-9-]*");
        assertThat(provider().description()).isNotBlank();
    }
}
