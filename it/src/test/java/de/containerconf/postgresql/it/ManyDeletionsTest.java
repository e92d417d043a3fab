package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many objects deleted at once, of which some are in use.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class ManyDeletionsTest {

    private static final int OBJECTS = FullCounts.of(60, 1_000);
    private static final int BUSY = FullCounts.of(6, 50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void theBusyOnesSayWhyAndFinishByThemselves(
            KubernetesApi api, PostgresServer postgres, Login login) throws SQLException {
        try (var product = Product.start(api, postgres, login)) {
            product.awaitKind();
            IntStream.range(0, OBJECTS)
                    .forEach(i -> product.apply("object-" + i, "db_" + i, "team"));
            await().atMost(PATIENCE)
                    .until(() -> product.metric("operator_objects", "ready=\"true\"") == OBJECTS);
            var sessions = new ArrayList<Connection>();
            try {
                for (var i = 0; i < BUSY; i++) {
                    sessions.add(postgres.connection(postgres.superuser(), "db_" + i));
                }
                IntStream.range(0, OBJECTS).forEach(i -> product.delete("object-" + i));

                await().atMost(PATIENCE).until(() -> product.objects().size() == BUSY);
                for (var i = 0; i < BUSY; i++) {
                    assertThat(product.awaitReason("object-" + i, "DatabaseInUse").message())
                            .contains("db_" + i)
                            .contains("1 session: postgres (test)")
                            .contains("It goes on by itself when it ends.");
                }
                assertWaitingCostsTheSameForAll(product);
            } finally {
                for (var session : sessions) {
                    session.close();
                }
            }
            IntStream.range(0, BUSY).forEach(i -> product.awaitGone("object-" + i));
        }
        assertThat(postgres.query("SELECT FROM pg_database WHERE datname LIKE 'db%'")).isEmpty();
        assertThat(postgres.query("SELECT FROM pg_roles WHERE rolname = 'team'")).isEmpty();
    }

    /// The operator looks who is there, and tries nothing.
    private static void assertWaitingCostsTheSameForAll(Product product) {
        var tried = tried(product);
        var looks = looks(product);
        await().atMost(PATIENCE).until(() -> looks(product) >= looks + 3);
        assertThat(tried(product)).isEqualTo(tried);
    }

    private static double tried(Product product) {
        return product.metric(
                "operator_database_operation_seconds_count", "operation=\"drop-database\"");
    }

    private static double looks(Product product) {
        return product.metric("operator_database_operation_seconds_count", "operation=\"holders\"");
    }
}
