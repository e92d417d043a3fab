package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API server is down, and comes back: the operator says what is wrong, and goes on within ten
/// seconds of the cause's end.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class OutageOfApiServerTest {

    private static final int MANY = 100;
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofSeconds(FullCounts.of(5, 20));

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void theApiServerIsDownAtTheStart(
            String transport, @Dedicated KubernetesApi api, PostgresServer postgres) {
        var namespace = api.namespace();
        api.stop();
        try (var product =
                Product.start(api, postgres, postgres.superuser(), "--transport=" + transport)) {
            product.awaitLog("Trying again");
            assertThat(product.management("/readyz")).startsWith("503");
            assertThat(product.management("/livez")).startsWith("200");

            api.start();
            await().atMost(RECOVERY).until(() -> product.management("/readyz").startsWith("200"));
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");
            assertThat(api.namespace()).isEqualTo(namespace);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void theApiServerRestartsInTheMiddle(
            String transport, @Dedicated KubernetesApi api, PostgresServer postgres) {
        try (var product = startWithBefore(transport, api, postgres)) {

            api.stop();
            letTheOutageLast();
            assertThat(product.databaseExists("before_db")).isTrue();
            api.start();
            product.apply("after", "after_db", "containerconf");
            product.apply("before", "before_db", "somebody");

            await().atMost(RECOVERY).until(() -> product.ready("after") && product.ready("before"));
            assertThat(product.owner("before_db")).isEqualTo("somebody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void aVersionThatTheServerHasForgottenLeadsToANewList(
            String transport, @Dedicated KubernetesApi api, PostgresServer postgres) {
        try (var product = startWithBefore(transport, api, postgres)) {

            // Each change of the CRD ends all watches, and what came before is 410 from then on.
            api.client()
                    .jsonPatch(
                            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de",
                            """
                            [{"op": "remove", "path": "/spec/versions/0/additionalPrinterColumns/0"}]
                            """)
                    .ok();
            product.apply("after", "after_db", "containerconf");
            product.apply("before", "before_db", "somebody");

            await().atMost(RECOVERY).until(() -> product.ready("after") && product.ready("before"));
            assertThat(product.databaseExists("before_db")).isTrue();
        }
    }

    @Test
    void manyObjectsThatWaitAreNoStorm(@Dedicated KubernetesApi api, PostgresServer postgres) {
        assumeTrue(api.inProcess().isPresent(), "only the in-process API server takes orders");
        var server = api.inProcess().orElseThrow();
        try (var product = startWithBefore("watch", api, postgres)) {
            product.awaitRest();
            server.faults()
                    .fail(
                            Integer.MAX_VALUE,
                            Faults.requests("", "patch").and(Product::sentByTheOperator),
                            503);
            for (var i = 0; i < MANY; i++) {
                product.apply("many-" + i, "many_" + i, "containerconf");
            }
            product.awaitLog("one object after the other");
            letTheOutageLast();
            assertThat(server.requests().count(kind -> kind.code() == 503)).isLessThan(MANY);

            server.faults().clear();
            await().atMost(RECOVERY)
                    .until(() -> product.metric("operator_objects", "ready=\"true\"") > 1);
            for (var i = 0; i < MANY; i++) {
                product.awaitReady("many-" + i);
            }
        }
    }

    private static void letTheOutageLast() {
        await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
    }

    /// One whose object `before` is Ready.
    private static Product startWithBefore(
            String transport, KubernetesApi api, PostgresServer postgres) {
        var product =
                Product.start(api, postgres, postgres.superuser(), "--transport=" + transport);
        product.awaitKind();
        product.apply("before", "before_db", "containerconf");
        product.awaitReady("before");
        return product;
    }
}
