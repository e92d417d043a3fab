package de.containerconf.postgresql.it;

import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.time.Duration;

/// Operators of which one leads.
abstract class ElectionTest {

    /// The lease, a retry with its jitter, and a little for two busy processors.
    static final Duration EXPIRY = Duration.ofSeconds(20);

    /// One that leads.
    static Product start(KubernetesApi api, PostgresServer postgres) {
        var product = candidate(api, postgres);
        product.awaitKind();
        product.awaitLog("leads, by the lease");
        return product;
    }

    /// One that stands by.
    static Product standby(KubernetesApi api, PostgresServer postgres) {
        var product = candidate(api, postgres);
        product.awaitLog("stands by");
        await().atMost(Product.SOON).until(() -> product.management("/readyz").startsWith("200"));
        return product;
    }

    static boolean leads(Product product) {
        return product.management("/metrics").contains("operator_leader 1");
    }

    /// What tells its connections from those of the other.
    static String instance(Product product) {
        return product.operator().log().stream()
                .filter(line -> line.contains("takes part in the election"))
                .map(line -> line.replaceFirst(".* operator_([0-9a-f]{8}) takes part.*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    static String leases(KubernetesApi api) {
        return "/apis/coordination.k8s.io/v1/namespaces/%s/leases".formatted(api.namespace());
    }

    private static Product candidate(KubernetesApi api, PostgresServer postgres) {
        return Product.start(
                api,
                postgres,
                postgres.login(Login.Kind.SUPERUSER),
                "--leader-election",
                "--leader-election.namespace=" + api.namespace(),
                "--leader-election.identity=operator");
    }
}
