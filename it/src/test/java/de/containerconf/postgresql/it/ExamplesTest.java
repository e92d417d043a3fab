package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The plug-ins of `examples`, built and used as an outsider would.
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir private Path folder;

    @Test
    void aBackendAndAResourceOfOthersDoTheirWork(KubernetesApi api, PostgresServer postgres)
            throws IOException {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        var maven = new OutsiderBuild(Files.createDirectory(folder.resolve("repository")));
        // Its contract takes half a minute, and the built-in backend keeps it in every run.
        var tests = "-DskipTests=" + !FullCounts.wanted();
        Files.copy(maven.build("audit"), plugins.resolve("audit.jar"));
        Files.copy(maven.build("quota", tests), plugins.resolve("quota.jar"));
        var file = folder.resolve("audit.log");

        try (var product =
                Product.start(
                        api,
                        postgres,
                        postgres.superuser(),
                        "--plugins=" + plugins,
                        "--backend=quota",
                        "--option=quota.limit=1",
                        "--resources=database,audit",
                        "--option=audit.file=" + file)) {
            product.awaitKind();
            product.apply("first", "first_db", "alice");
            product.awaitReady("first");
            product.apply("second", "second_db", "alice");
            assertThat(product.awaitReason("second", "Failed").message())
                    .contains("'alice' owns 1 databases and may own 1");
            product.apply("second", "second_db", "bob");
            product.awaitReady("second");
            product.apply("first", "first_db", "carol");
            product.awaitReady("first");
            product.delete("first");
            product.awaitGone("first");
        }

        assertThat(Files.readAllLines(file).stream().map(ExamplesTest::event))
                .containsExactly(
                        "first_db is owned by alice",
                        "second_db is owned by bob",
                        "first_db is owned by carol",
                        "first_db is given up");
    }

    private static String event(String line) {
        return line.substring(line.indexOf(": ") + 2);
    }

    /// So that each can be read in a few minutes.
    @ParameterizedTest
    @ValueSource(strings = {"audit", "quota"})
    void anExampleIsSmall(String example) throws IOException {
        try (var files = Files.walk(EXAMPLES.resolve(example).resolve("src"))) {
            var lines = files.filter(Files::isRegularFile).mapToLong(ExamplesTest::lines).sum();
            assertThat(lines).isLessThanOrEqualTo(150);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
