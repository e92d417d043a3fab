package de.containerconf.postgresql.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The linked operator as a process of its own. Thread-safe.
public final class OperatorProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("management on port (\\d+)");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    private OperatorProcess(Process process, Consumer<String> onLine) {
        this.process = process;
        reader = Thread.ofVirtual().name("operator-log").start(() -> read(onLine));
    }

    /// The launcher of the image that the build links.
    ///
    /// @param root the folder of the checkout
    /// @throws IllegalStateException if it was not built
    public static Path launcher(Path root) {
        var launcher = root.resolve("jlink/target/postgresql-operator/bin/postgresql-operator");
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException(
                    launcher + " is not there: build it with ./mvnw -pl jlink -am package");
        }
        return launcher;
    }

    /// Starts the operator.
    ///
    /// @param environment added to that of this process, without its own `OPERATOR_` variables
    /// @param arguments settings
    /// @param onLine called for each line of its output
    public static OperatorProcess start(
            Path launcher,
            Map<String, String> environment,
            List<String> arguments,
            Consumer<String> onLine) {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("OPERATOR_"));
        builder.environment().putAll(environment);
        try {
            return new OperatorProcess(builder.start(), onLine);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What it has printed so far, line by line.
    public List<String> log() {
        return List.copyOf(log);
    }

    /// The port of its management server, as its log says it.
    ///
    /// @throws IllegalStateException if it has not said so yet
    public int managementPort() {
        return log.stream()
                .map(PORT::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the operator has no management port yet"));
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Ends it at once, as `kill -9` does.
    public void kill() {
        process.destroyForcibly();
        await(STOP_LIMIT);
    }

    /// Ends it in good order, as `SIGTERM` does, and at once after 20 s.
    ///
    /// @return its exit code
    public int stop() {
        // By its handle: the process itself would close its output first, and the last lines with
        // it.
        process.toHandle().destroy();
        if (!await(STOP_LIMIT)) {
            kill();
        }
        return process.exitValue();
    }

    /// Waits until it has ended by itself.
    public boolean await(Duration limit) {
        try {
            var ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                reader.join(limit);
            }
            return ended;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void read(Consumer<String> onLine) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                onLine.accept(line);
            }
        } catch (IOException ended) {
            log.add("(the output broke off: " + ended.getMessage() + ")");
        }
    }
}
