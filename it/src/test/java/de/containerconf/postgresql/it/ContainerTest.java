package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The container, built by `jlink/Containerfile` and started with as few rights as there are.
///
/// On the base that the environment variable `OPERATOR_TEST_BASE` names, else on that of the
/// Containerfile; where Docker does not have it yet, the tests are skipped. The servers are those
/// of every test, which the container reaches by the network of the host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class ContainerTest {

    private static final Path JLINK = Path.of("..", "jlink").toAbsolutePath().normalize();
    private static final Path IMAGE = JLINK.resolve("target/postgresql-operator");
    private static final String TAG = "postgresql-operator:test";

    /// Kubernetes gives it 30 s.
    private static final Duration DRAINED = Duration.ofSeconds(10);

    private static final int SIGTERM = 128 + 15;

    private final String name = "postgresql-operator-test-" + ProcessHandle.current().pid();
    private Tool docker;

    @BeforeAll
    void build() throws Exception {
        docker = Tool.named("docker");
        var base =
                Optional.ofNullable(System.getenv("OPERATOR_TEST_BASE"))
                        .orElse("gcr.io/distroless/base-nossl-debian13:nonroot");
        assumeTrue(docker.succeeds(List.of("info")), "there is no Docker that works");
        assumeTrue(
                docker.succeeds(List.of("image", "inspect", base)),
                "Docker does not have the base image "
                        + base
                        + ": pull it, or name another one in OPERATOR_TEST_BASE");
        docker.run(
                List.of(
                        "build",
                        "--build-arg=BASE=" + base,
                        "--file=" + JLINK.resolve("Containerfile"),
                        "--tag=" + TAG,
                        IMAGE.toString()));
    }

    @AfterAll
    void remove() throws Exception {
        if (docker != null) {
            docker.succeeds(List.of("rm", "--force", name));
        }
    }

    @Test
    void itDoesItsJobWithPlugInsAndDrains(
            KubernetesApi api, PostgresServer postgres, @TempDir Path folder) throws Exception {
        // What others than its user may not read, it may not either.
        everybody(folder);
        var plugins = everybody(Files.createDirectory(folder.resolve("plugins")));
        var records = everybody(Files.createDirectory(folder.resolve("records")));
        var maven = new OutsiderBuild(Files.createDirectory(folder.resolve("repository")));
        Files.copy(maven.build("audit"), plugins.resolve("audit.jar"));
        Files.copy(maven.build("quota", "-DskipTests"), plugins.resolve("quota.jar"));

        try (var product =
                Product.prepare(
                        api,
                        postgres,
                        postgres.superuser(),
                        "--plugins=" + plugins,
                        "--backend=quota",
                        "--option=quota.limit=1",
                        "--resources=database,audit",
                        "--option=audit.file=" + records.resolve("audit.log"))) {
            product.by(docker.program(), run(product, plugins, records)).start();
            product.awaitKind();
            product.apply("shop", "shop_db", "anna");
            product.awaitReady("shop");
            product.apply("shop", "shop_db", "berta");
            product.awaitOwner("shop_db", "berta");
            product.awaitReady("shop");
            product.delete("shop");
            product.awaitGone("shop");
            assertThat(product.databaseExists("shop_db")).isFalse();
            product.apply("last", "last_db", "anna");
            product.awaitReady("last");

            var asked = System.nanoTime();
            assertThat(product.operator().stop()).isEqualTo(SIGTERM);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(DRAINED);
            assertThat(product.operator().log().getLast()).endsWith("stopped");
            assertThat(Files.readAllLines(records.resolve("audit.log"))).hasSize(4);
        }
    }

    private List<String> run(Product product, Path plugins, Path records) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--rm",
                                "--name=" + name,
                                "--network=host",
                                "--read-only",
                                "--cap-drop=ALL",
                                "--security-opt=no-new-privileges",
                                // That of the manifest.
                                "--memory=384m",
                                "--volume=" + plugins + ":" + plugins + ":ro",
                                "--volume=" + records + ":" + records));
        for (var file : product.files()) {
            everybody(file);
            arguments.add("--volume=" + file + ":" + file + ":ro");
        }
        if (Files.exists(IMAGE.resolve("lib/app.aot"))) {
            // A cache that does not fit ends the JVM.
            arguments.add("--env=JDK_JAVA_OPTIONS=-XX:AOTMode=on");
        }
        arguments.add(TAG);
        return arguments;
    }

    @Test
    void itRunsAsAUserThatIsNotRootAndSaysItsVersion() throws Exception {
        assertThat(docker.run(List.of("inspect", "--format={{.Config.User}}", TAG)).strip())
                .isEqualTo("65532:65532");
        assertThat(docker.output(List.of("run", "--rm", "--network=none", TAG, "version")))
                .contains("postgresql-operator 0.1.0-SNAPSHOT");
    }

    private static Path everybody(Path file) throws IOException {
        var all = Files.isDirectory(file) ? "rwxrwxrwx" : "rw-r--r--";
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(all));
    }
}
