package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Builds the image once more, from a copy of the sources in another folder.
class ReproducibleTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String IMAGE = "jlink/target/postgresql-operator";

    @TempDir private Path folder;

    @Test
    @EnabledIf(
            value = "de.containerconf.postgresql.testkit.FullCounts#wanted",
            disabledReason = "OPERATOR_TEST_ALL is not set")
    void twoBuildsGiveTheSameFiles() throws Exception {
        var git = Tool.named("git");
        var sources = git.output(List.of("-C", ROOT.toString(), "ls-files", "-z"));
        for (var name : sources.split("\0", -1)) {
            if (!name.isEmpty() && Files.exists(ROOT.resolve(name))) {
                var copy = folder.resolve(name);
                Files.createDirectories(copy.getParent());
                Files.copy(ROOT.resolve(name), copy);
            }
        }
        new Tool(folder.resolve("mvnw"))
                .run(
                        List.of(
                                "--batch-mode",
                                "--quiet",
                                "--file=" + folder.resolve("pom.xml"),
                                "-DskipTests",
                                "-Dspotless.check.skip",
                                "--projects=jlink",
                                "--also-make",
                                "package"));

        assertThat(sums(folder.resolve(IMAGE))).isEqualTo(sums(ROOT.resolve(IMAGE)));
    }

    /// All files but the AOT cache, which a training run writes.
    private static SortedMap<String, String> sums(Path image) throws IOException {
        var sums = new TreeMap<String, String>();
        try (var files = Files.walk(image)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lib/app.aot"))
                    .forEach(file -> sums.put(image.relativize(file).toString(), sum(file)));
        }
        assertThat(sums).containsKey("lib/modules").containsKey("lib/server/classes_coh.jsa");
        return sums;
    }

    private static String sum(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
