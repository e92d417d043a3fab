package de.containerconf.postgresql.devcluster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The first process of a running server. Started directly, so that it is our child: `unshare` and
/// `setpriv` become the program that they start.
record Postmaster(Installation installation, Process process) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Starts it and waits until it accepts connections.
    static Postmaster start(Installation installation, int port, Map<String, String> settings) {
        var arguments = new ArrayList<>(List.of("-D", installation.data().toString()));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        arguments.addAll(
                List.of(
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "port=" + port,
                        "-c", "unix_socket_directories="));
        try {
            var process =
                    installation
                            .process(installation.command("postgres", arguments))
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            installation.logFile().toFile()))
                            .start();
            var postmaster = new Postmaster(installation, process);
            postmaster.awaitReady();
            return postmaster;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGINT, "fast shutdown" (documentation section 18.5); the JDK can only send SIGTERM, which
    /// would wait for the clients.
    void stop() {
        try {
            if (process.isAlive()) {
                installation.run(
                        installation.command(
                                "pg_ctl", List.of("kill", "INT", Long.toString(process.pid()))));
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /// The children too: while one lives, it holds the shared memory and no server starts with the
    /// data.
    void kill() {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        for (var each : all) {
            try {
                each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            } catch (CompletionException late) {
                throw new IllegalStateException(
                        "Process %d does not end".formatted(each.pid()), late);
            }
        }
    }

    /// The last line of `postmaster.pid` says it; `pg_ctl --wait` relies on the same.
    private void awaitReady() throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IllegalStateException("PostgreSQL did not start: " + lastWords());
            }
            try {
                process.waitFor(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                kill();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }
    }

    private boolean isReady() throws IOException {
        try {
            var lines = Files.readAllLines(installation.data().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).equals(Long.toString(process.pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    private String lastWords() throws IOException {
        var lines = Files.readAllLines(installation.logFile());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
}
