package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// A program that runs as long as this JVM at most. Its output goes to a file. Thread-safe.
final class ServerProcess {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LOG_LINES = 20;

    private final List<String> command;
    private final Path log;
    private @Nullable Process process;

    ServerProcess(Path directory, List<String> command) {
        this.command = command;
        this.log = directory.resolve(Path.of(command.getFirst()).getFileName() + ".log");
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    synchronized void start() {
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized boolean running() {
        return process != null && process.isAlive();
    }

    /// Ends it at once, as `kill -9` does, and waits until it is gone.
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }

    /// Sends it a signal, for instance `STOP`. Does nothing if it does not run.
    synchronized void signal(String name) {
        if (process != null && process.isAlive()) {
            Signals.send(process.pid(), name);
        }
    }

    /// Waits until something is true; what goes wrong on the way does not count.
    ///
    /// @throws IllegalStateException with the end of the log if the time is over or the program
    ///   ended
    void await(Duration time, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(time)
                    .pollInterval(POLL)
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptions()
                    .until(() -> !running() || condition.call());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(failure("was not ready within " + time), e);
        }
        if (!running()) {
            throw new IllegalStateException(failure("ended"));
        }
    }

    private String failure(String what) {
        try {
            var lines = Files.readAllLines(log);
            var end = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return command.getFirst() + " " + what + ":\n" + String.join("\n", end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a folder with everything in it.
    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
