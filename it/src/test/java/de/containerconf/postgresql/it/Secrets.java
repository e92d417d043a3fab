package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks for a password wherever an operator could have left it.
final class Secrets {

    /// A shorter one is a word that stands everywhere, as `postgres` does.
    private static final int MIN_LENGTH = 12;

    private Secrets() {}

    /// @param places what was found where
    static void assertNowhere(String password, Map<String, List<String>> places) {
        if (password.length() < MIN_LENGTH) {
            return;
        }
        places.forEach((place, lines) ->
                assertThat(lines.stream().filter(line -> line.contains(password)))
                        .as("lines with the password in %s", place)
                        .isEmpty());
    }

    /// What everybody on the machine sees of a process: arguments, and names of threads; empty
    /// where the system does not tell.
    static Map<String, List<String>> ofProcess(long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        var places = new TreeMap<String, List<String>>();
        try {
            places.put("its arguments", List.of(read(process.resolve("cmdline"))));
            var threads = new ArrayList<String>();
            if (Files.isDirectory(process.resolve("task"))) {
                try (var tasks = Files.newDirectoryStream(process.resolve("task"))) {
                    for (var task : tasks) {
                        threads.add(read(task.resolve("comm")));
                    }
                }
            }
            places.put("the names of its threads", threads);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return places;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
