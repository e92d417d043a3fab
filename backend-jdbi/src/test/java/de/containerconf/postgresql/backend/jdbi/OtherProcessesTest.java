package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A new leader ends what the former one has open, and nothing else.
@EveryPostgres
class OtherProcessesTest {

    private static final String OTHER_CLUSTER = "ffffffff-1111-2222-3333-444455556666";

    private PostgresServer postgres;
    private Login login;

    @BeforeEach
    void server(PostgresServer postgres, Login login) {
        this.postgres = postgres;
        this.login = login;
    }

    @Test
    void a_statement_of_the_former_leader_is_ended() {
        try (var former = connections(TestOperator.CLUSTER, "11111111");
                var leader = connections(TestOperator.CLUSTER, "22222222");
                var connection = former.acquire()) {
            var statement = CompletableFuture.runAsync(() -> connection.run("SELECT pg_sleep(60)"));
            await().until(() -> sessions("11111111") == 1);

            assertThat(new OtherProcesses(leader).end()).isEqualTo(1);

            assertThat(sessions("11111111")).isZero();
            assertThatThrownBy(statement::join).hasRootCauseInstanceOf(SQLException.class);
            assertThat(new OtherProcesses(leader).end()).isZero();
        }
    }

    @Test
    void own_sessions_and_those_of_others_go_on() throws Exception {
        var somebody = postgres.createLogin("somebody", "");
        try (var leader = connections(TestOperator.CLUSTER, "22222222");
                var own = leader.acquire();
                var cluster = connections(OTHER_CLUSTER, "33333333");
                var foreign = cluster.acquire();
                var tenant = postgres.connection(somebody, "postgres");
                var statement = tenant.createStatement()) {
            statement.execute("SET application_name = 'postgresql-operator 0a1b2c3d 44444444'");

            assertThat(new OtherProcesses(leader).end()).isZero();

            assertThat(own.rows("SELECT 1", (row, context) -> row.getInt(1))).containsExactly(1);
            assertThat(foreign.rows("SELECT 1", (row, context) -> row.getInt(1)))
                    .containsExactly(1);
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void who_may_not_act_ends_nothing() {
        Fence closed =
                new Fence() {
                    @Override
                    public void check() {
                        throw new DatabaseFailure.Fenced("not now");
                    }

                    @Override
                    public void confirm(DatabaseClaim claim) {
                        check();
                    }
                };
        try (var leader = connections(TestOperator.CLUSTER, "11111111");
                var connection = leader.acquire();
                var former = Jdbi.operator(settings(TestOperator.CLUSTER, "22222222"), closed)) {
            assertThatThrownBy(() -> former.ops().endOtherProcesses())
                    .isInstanceOf(DatabaseFailure.Fenced.class);
            assertThat(connection.rows("SELECT 1", (row, context) -> row.getInt(1)))
                    .containsExactly(1);
        }
    }

    private int sessions(String instance) {
        return postgres.query(
                        "SELECT FROM pg_stat_activity WHERE application_name = 'postgresql-operator 0a1b2c3d "
                                + instance
                                + "' AND state = 'active'")
                .size();
    }

    private Connections connections(String cluster, String instance) {
        return new Connections(settings(cluster, instance), Fence.OPEN, new SimpleMeterRegistry());
    }

    private BackendSettings settings(String cluster, String instance) {
        var settings = Jdbi.settings(postgres.host(), postgres.port(), login);
        return new BackendSettings(
                settings.host(),
                settings.port(),
                settings.user(),
                settings.password(),
                settings.database(),
                settings.sslMode(),
                null,
                cluster,
                instance,
                settings.maxConnections(),
                settings.options());
    }
}
