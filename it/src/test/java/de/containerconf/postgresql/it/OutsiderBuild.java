package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Builds a project of `examples` as somebody would who has the artifacts of the operator and not
/// its sources. They are in a local repository of their own, behind which is that of this build:
/// nothing of ours gets into the latter.
final class OutsiderBuild {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String GROUP = "de/containerconf/postgresql";

    private final Path repository;

    /// @param repository an empty folder
    OutsiderBuild(Path repository) throws IOException {
        this.repository = repository;
        provide(".", "postgresql-operator", "0.1.0-SNAPSHOT");
        for (var folder : List.of("api", "backend-jdbi", "devcluster", "testkit")) {
            provide(folder, "postgresql-operator-" + folder, "0.1.0-SNAPSHOT");
        }
    }

    /// As `mvn install` would, but elsewhere.
    private void provide(String folder, String artifact, String version) throws IOException {
        var target =
                Files.createDirectories(
                        repository.resolve(GROUP).resolve(artifact).resolve(version));
        var name = artifact + "-" + version;
        Files.copy(ROOT.resolve(folder).resolve("pom.xml"), target.resolve(name + ".pom"));
        var jar = ROOT.resolve(folder).resolve("target").resolve(name + ".jar");
        if (!folder.equals(".")) {
            Files.copy(jar, target.resolve(name + ".jar"));
        }
    }

    /// The jar of the example.
    ///
    /// @param arguments further ones of Maven
    Path build(String example, String... arguments) {
        var folder = ROOT.resolve("examples").resolve(example);
        var command =
                new ProcessBuilder(
                        ROOT.resolve("mvnw").toString(),
                        "--batch-mode",
                        "--quiet",
                        "--file=" + folder.resolve("pom.xml"),
                        "-Dmaven.repo.local=" + repository,
                        "-Dmaven.repo.local.tail=" + localRepository(),
                        "package");
        command.command().addAll(List.of(arguments));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            var log = Files.createTempFile(repository, example, ".log");
            var maven = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                assertThat(maven.waitFor(10, TimeUnit.MINUTES)).isTrue();
                assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
            } finally {
                maven.destroyForcibly();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        return folder.resolve("target/%s-1.0.0.jar".formatted(example));
    }

    /// Surefire tells its tests where it is.
    private static Path localRepository() {
        var told = System.getProperty("localRepository");
        return told == null
                ? Path.of(System.getProperty("user.home"), ".m2", "repository")
                : Path.of(told);
    }
}
