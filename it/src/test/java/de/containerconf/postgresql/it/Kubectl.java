package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.testkit.KubernetesApi;
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

/// The program `kubectl`, in the namespace of a test.
final class Kubectl {

    private final Path program;
    private final KubernetesApi api;
    private final Path cache;

    /// Skips the test where there is no such program.
    ///
    /// @param cache a folder that it may write to
    Kubectl(KubernetesApi api, Path cache) {
        var found = find();
        assumeTrue(found.isPresent(), "kubectl is neither in KUBEBUILDER_ASSETS nor on the PATH");
        program = found.orElseThrow();
        this.api = api;
        this.cache = cache;
    }

    /// What it prints; it must succeed.
    String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program.toString());
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

    private static Optional<Path> find() {
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
