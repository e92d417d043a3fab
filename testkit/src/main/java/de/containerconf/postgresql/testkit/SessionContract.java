package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Databases that others use.
public interface SessionContract extends BackendContract {

    @Test
    default void who_is_connected_is_named_and_waited_for(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        operator.create("shop", "alice", UID);
        try (var session = postgres.connection(postgres.createLogin("alice", ""), "shop")) {
            var failure =
                    catchThrowableOfType(
                            DatabaseFailure.InUse.class, () -> drop(operator, SessionPolicy.WAIT));

            assertThat(failure.sessions())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.user()).isEqualTo("alice");
                        assertThat(each.application()).isEqualTo("test");
                    });
            assertThat(session.isValid(5)).isTrue();
        }
        await().until(() ->
                postgres.query("SELECT FROM pg_stat_activity WHERE datname = 'shop'").isEmpty());
        drop(operator, SessionPolicy.WAIT);
        assertThat(databases(postgres)).isEmpty();
    }

    @Test
    default void sessions_are_ended_if_that_is_asked_for(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        operator.create("shop", "alice", UID);
        try (var session = postgres.connection(postgres.createLogin("alice", ""), "shop")) {
            var ended = drop(operator, SessionPolicy.TERMINATE);

            assertThat(ended).extracting(Session::user).containsExactly("alice");
            assertThat(session.isValid(5)).isFalse();
        }
        assertThat(databases(postgres)).isEmpty();
    }

    @Test
    default void nobody_is_harmed_when_the_claim_is_gone(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var planned = operator.create("shop", "alice", UID);
        postgres.execute("COMMENT ON DATABASE shop IS 'not yours any more'");
        try (var session = postgres.connection(postgres.createLogin("alice", ""), "shop")) {
            assertThatThrownBy(() -> operator.ops().dropDatabase(planned, SessionPolicy.TERMINATE))
                    .isInstanceOf(DatabaseFailure.Stale.class);

            assertThat(session.isValid(5)).isTrue();
        }
        assertThat(postgres.query("SELECT datallowconn FROM pg_database WHERE datname = 'shop'"))
                .containsExactly("t");
    }

    @Test
    default void what_a_deletion_closed_is_opened_again_when_it_is_released(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var shut = shut(operator, postgres);

        operator.ops().release(shut);

        assertThat(operator.state("shop").comment()).isEqualTo(Comment.NONE);
        postgres.connection(postgres.superuser(), "shop").close();
    }

    @Test
    default void what_a_deletion_closed_is_opened_again_when_it_is_claimed_anew(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var shut = shut(operator, postgres);
        var successor = TestOperator.claim("66666666-7777-8888-9999-000000000000");

        operator.ops().claim(shut, successor);

        assertThat(operator.state("shop").claim()).isEqualTo(new Claimed.By<>(successor));
        postgres.connection(postgres.superuser(), "shop").close();
    }

    /// Who did so may have wanted it so.
    @Test
    default void what_others_closed_stays_closed(TestOperator operator, PostgresServer postgres) {
        var state = operator.create("shop", "alice", UID);
        postgres.execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");

        operator.ops().release(state);

        assertThatThrownBy(() -> postgres.connection(postgres.superuser(), "shop"))
                .isInstanceOf(SQLException.class);
    }

    /// As a deletion leaves it that was stuck.
    private static DatabaseState shut(TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute("ALTER DATABASE shop ALLOW_CONNECTIONS false");
        postgres.execute(
                "COMMENT ON DATABASE shop IS '%s'"
                        .formatted(TestOperator.claim(UID).withDoor(true).line()));
        return operator.state("shop");
    }

    private static List<Session> drop(TestOperator operator, SessionPolicy sessions) {
        return operator.ops().dropDatabase(operator.state("shop"), sessions);
    }

    private static List<String> databases(PostgresServer postgres) {
        return postgres.query(
                "SELECT datname FROM pg_database WHERE datname = 'shop' OR datname LIKE 'pgc-%'");
    }
}
