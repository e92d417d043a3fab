package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JdbiDatabaseOpsProviderTest {

    private final JdbiDatabaseOpsProvider provider = new JdbiDatabaseOpsProvider();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void opening_connects_to_nothing_and_has_all_series_at_zero() {
        try (var ops = provider.open(settings(Map.of()), Fence.OPEN, meters)) {
            assertThat(meters.get("operator.database.operation").timers())
                    .hasSizeGreaterThan(50)
                    .allMatch(timer -> timer.count() == 0);
            assertThat(meters.get("hikaricp.connections").gauge().value()).isZero();

            assertThatThrownBy(ops::catalog).isInstanceOf(DatabaseFailure.Unavailable.class);
            assertThat(
                            meters.get("operator.database.operation")
                                    .tags("operation", "catalog", "result", "unavailable")
                                    .timer()
                                    .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void connections_name_cluster_and_process() {
        assertThat(ConnectionSettings.applicationName(settings(Map.of())))
                .isEqualTo("postgresql-operator %08x 89abcdef".formatted("prod".hashCode()));
    }

    private static BackendSettings settings(Map<String, String> options) {
        return new BackendSettings(
                "127.0.0.1",
                1,
                "ops",
                () -> "secret",
                "postgres",
                SslMode.PREFER,
                null,
                "prod",
                "89abcdef",
                4,
                options);
    }
}
