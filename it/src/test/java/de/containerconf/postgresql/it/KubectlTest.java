package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        assumeTrue(
                kubectl().isPresent(), "kubectl is neither in KUBEBUILDER_ASSETS nor on the PATH");
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();

            assertThat(run(api, "apply", "-f", EXAMPLE.toString())).contains("example created");
            assertThat(run(api, "wait", "--for=condition=Ready", "pgc/example", "--timeout=20s"))
                    .contains("condition met");
            assertThat(run(api, "get", "pgc"))
                    .containsSubsequence("NAME", "READY", "REASON", "DATABASE", "OWNER", "AGE")
                    .containsSubsequence("example", "True", "Reconciled", "example_db");
            assertThat(run(api, "get", "databases", "-o", "wide"))
                    .contains("Database 'example_db' exists and belongs to 'containerconf'.");
            assertThat(run(api, "explain", "pgc.spec.owner")).contains("role that owns");

            run(
                    api,
                    "patch",
                    "pgc",
                    "example",
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"owner\":\"me\"}}");
            run(api, "wait", "--for=condition=Ready", "pgc/example", "--timeout=20s");
            assertThat(product.owner("example_db")).isEqualTo("me");
            assertThat(run(api, "describe", "pgc", "example"))
                    .containsPattern("Observed Generation: +2")
                    .contains("Finalizers")
                    .contains("Reconciled");

            run(api, "delete", "pgc", "example", "--timeout=20s");
            assertThat(product.databaseExists("example_db")).isFalse();
        }
    }

    private String run(KubernetesApi api, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(kubectl().orElseThrow().toString());
        command.addAll(
                List.of(
                        "--kubeconfig=" + api.kubeconfig(),
                        "--cache-dir=" + cache,
                        "--namespace=" + api.namespace()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private static Optional<Path> kubectl() {
        var folders =
                Stream.of("KUBEBUILDER_ASSETS", "PATH")
                        .map(System::getenv)
                        .filter(value -> value != null)
                        .flatMap(value -> Arrays.stream(value.split(File.pathSeparator, -1)));
        return folders.map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
