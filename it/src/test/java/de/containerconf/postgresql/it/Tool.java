package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program of others, in the folder `KUBEBUILDER_ASSETS` or on the PATH.
record Tool(Path program) {

    /// Skips the test where there is no such program.
    static Tool named(String name) {
        var found = find(name);
        assumeTrue(found.isPresent(), name + " is neither in KUBEBUILDER_ASSETS nor on the PATH");
        return new Tool(found.orElseThrow());
    }

    static Optional<Path> find(String name) {
        var folders =
                Stream.of("KUBEBUILDER_ASSETS", "PATH")
                        .map(System::getenv)
                        .filter(value -> value != null)
                        .flatMap(value -> Arrays.stream(value.split(File.pathSeparator, -1)));
        return folders.map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    /// What it prints, errors included; it must succeed.
    String run(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, new ProcessBuilder().redirectErrorStream(true));
    }

    /// What it prints, without errors and notes; it must succeed.
    String output(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, new ProcessBuilder().redirectError(Redirect.INHERIT));
    }

    boolean succeeds(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private String run(List<String> arguments, ProcessBuilder builder)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(arguments);
        var process = builder.command(command).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }
}
