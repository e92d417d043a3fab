package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What of the heap of another JVM is in use.
final class LiveHeap {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final double MEBIBYTE = 1_024 * 1_024;

    private LiveHeap() {}

    /// Lets it collect its garbage, and counts what is left, in MiB.
    ///
    /// @throws IllegalStateException if it does not say
    static double mebibytes(long pid) {
        // A histogram of classes counts what is alive, and ends with a line such as
        // "Total  123456  7890123": objects, and their bytes.
        return run(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
                        .lines()
                        .filter(line -> line.startsWith("Total"))
                        .map(line -> line.strip().split(" +"))
                        .mapToLong(words -> Long.parseLong(words[words.length - 1]))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException("the operator tells nothing of its heap"))
                / MEBIBYTE;
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            try (var output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
