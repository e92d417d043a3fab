package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What Linux says of this process and those that it started (proc(5)).
final class Proc {

    /// USER_HZ, which is 100 wherever Java runs.
    private static final long MILLIS_A_TICK = 10;

    private Proc() {}

    /// Who uses the processors.
    enum Party {
        POSTGRESQL,
        OPERATOR,
        /// The API server and who creates objects: in this process, and in those of a real one.
        API
    }

    /// The time that each has used on processors so far.
    ///
    /// @param operator the process of the operator, or 0
    static Map<Party, Duration> cpu(long operator) {
        var times = new EnumMap<Party, Duration>(Party.class);
        for (var party : Party.values()) {
            times.put(party, Duration.ZERO);
        }
        var self = ProcessHandle.current();
        Stream.concat(Stream.of(self), self.descendants())
                .forEach(each -> {
                    var stat = Stat.of(each.pid());
                    times.merge(party(each.pid(), operator, stat), stat.time(), Duration::plus);
                });
        return times;
    }

    private static Party party(long pid, long operator, Stat stat) {
        if (pid == operator) {
            return Party.OPERATOR;
        }
        return stat.program().equals("postgres") ? Party.POSTGRESQL : Party.API;
    }

    /// The memory of a process that is in RAM, in MiB.
    static double residentMebibytes(long pid) {
        return field(Path.of("/proc/%d/status".formatted(pid)), "VmRSS:") / 1024.0;
    }

    /// The names of the threads of a process, of which Linux keeps 15 characters.
    static List<String> threads(long pid) {
        try (var threads = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
            return threads.flatMap(thread -> name(thread).stream()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<String> name(Path thread) {
        try {
            return Optional.of(Files.readString(thread.resolve("comm")).strip());
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /// A number of kB in a file of such lines.
    static long field(Path file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// @param program its name
    /// @param time what it used, and its children that have ended, unless it is this process, whose
    ///   children are others' business
    private record Stat(String program, Duration time) {

        static Stat of(long pid) {
            String text;
            try {
                text = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
            } catch (NoSuchFileException ended) {
                return new Stat("", Duration.ZERO);
            } catch (IOException ended) {
                return new Stat("", Duration.ZERO);
            }
            // The name is in brackets and may hold spaces.
            var program = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            var last = pid == ProcessHandle.current().pid() ? 12 : 14;
            var ticks = 0L;
            for (var i = 11; i <= last; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return new Stat(program, Duration.ofMillis(ticks * MILLIS_A_TICK));
        }
    }
}
