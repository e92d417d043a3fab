package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL is down, and comes back: the operator says what is wrong, and goes on within ten
/// seconds of the cause's end.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class OutageOfPostgresTest {

    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofSeconds(FullCounts.of(5, 20));

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void postgresqlIsDownAtTheStart(
            String transport, KubernetesApi api, @Dedicated PostgresServer postgres) {
        var login = postgres.superuser();
        postgres.stop();
        try (var product = Product.start(api, postgres, login, "--transport=" + transport)) {
            product.awaitKind();
            product.apply("example", "example_db", "containerconf");

            var ready = product.awaitReason("example", "ServerUnavailable");
            assertThat(ready.message()).contains("refuses connections");
            assertThat(product.management("/readyz")).startsWith("200");
            assertThat(product.management("/livez")).startsWith("200");

            postgres.start();
            await().atMost(RECOVERY).until(() -> product.ready("example"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void postgresqlStopsInTheMiddle(
            String transport, KubernetesApi api, @Dedicated PostgresServer postgres) {
        try (var product =
                Product.start(api, postgres, postgres.superuser(), "--transport=" + transport)) {
            product.awaitKind();
            product.apply("before", "before_db", "containerconf");
            product.awaitReady("before");

            postgres.stop();
            product.apply("meanwhile", "meanwhile_db", "containerconf");
            product.apply("before", "before_db", "somebody");
            product.awaitReason("meanwhile", "ServerUnavailable");
            product.awaitReason("before", "ServerUnavailable");
            await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
            assertThat(product.management("/readyz")).startsWith("200");

            postgres.start();
            await().atMost(RECOVERY)
                    .until(() -> product.ready("before") && product.ready("meanwhile"));
            assertThat(product.owner("before_db")).isEqualTo("somebody");
            assertThat(product.owner("meanwhile_db")).isEqualTo("containerconf");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch"})
    void aWrongPasswordIsNamedAndItsCorrectionFound(
            String transport, KubernetesApi api, PostgresServer postgres) {
        try (var product =
                Product.prepare(api, postgres, postgres.superuser(), "--transport=" + transport)) {
            product.password("wrong-and-secret");
            product.start();
            product.awaitKind();
            product.apply("example", "example_db", "containerconf");
            var ready = product.awaitReason("example", "ServerUnavailable");
            assertThat(ready.message()).contains("password").doesNotContain("wrong-and-secret");

            product.password(postgres.superuser().password());
            await().atMost(RECOVERY).until(() -> product.ready("example"));
            assertThat(String.join("\n", product.operator().log()))
                    .doesNotContain("wrong-and-secret")
                    .doesNotContain(postgres.superuser().password());
        }
    }
}
