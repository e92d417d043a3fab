package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kubectl delete namespace` takes the databases along, though no event can be told any more.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class NamespaceTest {

    private static final int OBJECTS = FullCounts.of(40, 300);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void aDeletedNamespaceGoesWithItsObjectsAndTheirDatabases(
            KubernetesApi api, PostgresServer postgres) {
        assumeControllers(api);
        try (var product =
                Product.start(
                        api, postgres, postgres.superuser(), "--postgresql.sslmode=disable")) {
            product.awaitKind();
            for (var i = 0; i < OBJECTS; i++) {
                product.apply("o" + i, "db" + i, "team");
            }
            product.apply("kept", spec("kept_db", "Retain")).ok();
            await().atMost(PATIENCE)
                    .until(() ->
                            product.objects().asList().stream()
                                    .map(each -> Product.condition(each.getAsJsonObject()).status())
                                    .allMatch("True"::equals));
            var namespace = "/api/v1/namespaces/" + api.namespace();

            api.client().delete(namespace).ok();

            await().atMost(PATIENCE).until(() -> api.client().get(namespace).code() == 404);
            assertThat(
                            postgres.query(
                                    "SELECT datname FROM pg_database WHERE datname ~ '^(db|kept|pgc-)'"))
                    .containsExactly("kept_db");
            assertThat(product.operator().log())
                    .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        }
    }

    private static void assumeControllers(KubernetesApi api) {
        var assets = System.getenv("KUBEBUILDER_ASSETS");
        assumeTrue(
                api.kind() == KubernetesApi.Kind.IN_PROCESS
                        || Files.exists(Path.of(assets, "kube-controller-manager")),
                "KUBEBUILDER_ASSETS has no kube-controller-manager, so nothing empties a namespace");
    }

    private static JsonObject spec(String database, String policy) {
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", "team");
        spec.addProperty("deletionPolicy", policy);
        return spec;
    }
}
