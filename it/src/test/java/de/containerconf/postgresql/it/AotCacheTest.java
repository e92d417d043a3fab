package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache that a training run leaves in the image, which the build lets it do before these
/// tests.
class AotCacheTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LAUNCHER = OperatorProcess.launcher(ROOT);

    @TempDir private Path folder;

    /// With `on`, the JVM ends at once if it cannot use the cache.
    @Test
    void itFitsWithPlugins() throws IOException {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        PluginJar.resource("com.example.audit", "audit", "return Outcome.done();")
                .in(plugins, "audit");

        assertThat(run("-XX:AOTMode=on", "plugins", "--plugins=" + plugins))
                .anySatisfy(line -> assertThat(line).matches("audit +resource .* ready"));
    }

    /// Of the JDK's, one or two may be missing that the training did not need.
    @Test
    void allClassesOfModulesOutsideTheJdkComeFromIt() {
        assertThat(run("-XX:AOTMode=on -Xlog:class+load", "version"))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains(
                                        "de.containerconf.postgresql.app.Main source: shared objects file"))
                .noneSatisfy(line -> assertThat(line).containsPattern("source: jrt:/(?!java|jdk)"));
    }

    private static List<String> run(String options, String... arguments) {
        var operator =
                OperatorProcess.start(
                        LAUNCHER,
                        Map.of("OPERATOR_JAVA_OPTS", options),
                        List.of(arguments),
                        line -> {});
        assertThat(operator.await(Duration.ofMinutes(1))).isTrue();
        assertThat(operator.stop()).as(operator.log().toString()).isZero();
        return operator.log();
    }
}
