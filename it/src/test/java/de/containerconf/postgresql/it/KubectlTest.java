package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What people type.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class KubectlTest {

    private static final Path EXAMPLE = Path.of("..", "manifest", "example.yaml");

    @TempDir private Path cache;

    @Test
    void theExampleIsAppliedAwaitedChangedShownAndDeleted(
            KubernetesApi api, PostgresServer postgres) throws Exception {
        var kubectl = new Kubectl(api, cache);
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();

            assertThat(kubectl.run("apply", "-f", EXAMPLE.toString())).contains("example created");
            assertThat(kubectl.run("wait", "--for=condition=Ready", "pgc/example", "--timeout=20s"))
                    .contains("condition met");
            assertThat(kubectl.run("get", "pgc"))
                    .containsSubsequence("NAME", "READY", "REASON", "DATABASE", "OWNER", "AGE")
                    .containsSubsequence("example", "True", "Reconciled", "example_db");
            assertThat(kubectl.run("get", "databases", "-o", "wide"))
                    .contains("Database 'example_db' exists and belongs to 'containerconf'.");
            assertThat(kubectl.run("explain", "pgc.spec.owner")).contains("role that owns");

            kubectl.run(
                    "patch",
                    "pgc",
                    "example",
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"owner\":\"me\"}}");
            kubectl.run("wait", "--for=condition=Ready", "pgc/example", "--timeout=20s");
            assertThat(product.owner("example_db")).isEqualTo("me");
            assertThat(kubectl.run("describe", "pgc", "example"))
                    .containsPattern("Observed Generation: +2")
                    .contains("Finalizers")
                    .contains("Reconciled");
            await().untilAsserted(() ->
                    assertThat(kubectl.run("describe", "pgc", "example"))
                            .containsSubsequence(
                                    "Events:", "RoleCreated", "Created role 'containerconf'")
                            .containsPattern(
                                    "Normal +DatabaseCreated .* Created database 'example_db' with owner 'containerconf'")
                            .containsPattern("Normal +OwnerChanged "));

            kubectl.run("delete", "pgc", "example", "--timeout=20s");
            assertThat(product.databaseExists("example_db")).isFalse();
        }
    }
}
