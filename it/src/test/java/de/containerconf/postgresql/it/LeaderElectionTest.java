package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.ApiWatch;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The one that leads ends, is killed, or loses the API server.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class LeaderElectionTest extends ElectionTest {

    @Test
    void afterACleanStopTheOtherLeadsWithinASecond(KubernetesApi api, PostgresServer postgres)
            throws InterruptedException {
        try (var first = start(api, postgres);
                var second = standby(api, postgres)) {
            first.apply("before", "before_db", "anna");
            first.awaitReady("before");
            assertThat(second.management("/readyz")).startsWith("200");
            assertThat(second.management("/livez")).startsWith("200");
            assertThat(second.management("/metrics")).contains("operator_leader 0");
            assertThat(first.management("/metrics")).contains("operator_leader 1");
            assertThat(sessions(postgres, second)).isEmpty();

            try (var watch = api.client().watch(leases(api) + "?watch=1")) {
                var stopper = Thread.ofVirtual().start(() -> first.operator().stop());
                awaitHolder(watch, "");
                var released = System.nanoTime();
                awaitHolder(watch, "operator_" + instance(second));
                var takeOver = Duration.ofNanos(System.nanoTime() - released);
                System.out.printf(
                        "take-over after the release, %s: %d ms%n",
                        api.kind(), takeOver.toMillis());
                assertThat(takeOver).isLessThan(Duration.ofSeconds(1));
                stopper.join();
            }
            second.awaitLog(" released it");

            second.apply("after", "after_db", "berta");
            second.awaitReady("after");
            second.awaitReady("before");
        }
    }

    @Test
    void afterAKillTheOtherLeadsWhenTheLeaseIsOver(KubernetesApi api, PostgresServer postgres) {
        try (var first = start(api, postgres);
                var second = standby(api, postgres)) {
            first.operator().kill();
            var killed = System.nanoTime();
            second.apply("after", "after_db", "anna");

            await().atMost(EXPIRY).until(() -> leads(second));
            System.out.printf(
                    "take-over after a kill, %s: %d ms%n",
                    api.kind(), Duration.ofNanos(System.nanoTime() - killed).toMillis());
            second.awaitReady("after");
            assertThat(second.owner("after_db")).isEqualTo("anna");
        }
    }

    @Test
    void withoutTheApiServerTheLeaderStopsAllEffects(
            @Dedicated KubernetesApi api, PostgresServer postgres) {
        try (var leader = start(api, postgres)) {
            leader.apply("example", "example_db", "anna");
            leader.awaitReady("example");
            postgres.execute("CREATE ROLE stranger");

            api.stop();
            leader.awaitLog("leads no more");
            assertThat(leader.management("/livez")).startsWith("200");
            postgres.execute("ALTER DATABASE example_db OWNER TO stranger");
            await().during(Product.RESYNC.multipliedBy(2))
                    .atMost(EXPIRY)
                    .until(() -> leader.owner("example_db").equals("stranger"));

            api.start();
            leader.awaitOwner("example_db", "anna");
        }
    }

    private static void awaitHolder(ApiWatch watch, String holder) {
        var seen = "none";
        while (!seen.equals(holder)) {
            var spec = watch.next().getAsJsonObject("object").getAsJsonObject("spec");
            seen = spec.has("holderIdentity") ? spec.get("holderIdentity").getAsString() : "";
        }
    }

    private static List<String> sessions(PostgresServer postgres, Product product) {
        return postgres.query(
                "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE ?",
                "%" + instance(product));
    }
}
