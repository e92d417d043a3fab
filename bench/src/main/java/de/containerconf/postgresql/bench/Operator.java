package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The linked operator, running.
final class Operator implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final OperatorProcess process;

    Operator(Path launcher, Map<String, String> settings) {
        this(launcher, settings, Operator::complain);
    }

    /// @param listener gets each line of the log
    Operator(Path launcher, Map<String, String> settings, Consumer<String> listener) {
        var environment = new HashMap<>(settings);
        // For a profiler, say.
        var options = System.getenv("OPERATOR_JAVA_OPTS");
        if (options != null) {
            environment.put("OPERATOR_JAVA_OPTS", options);
        }
        process = OperatorProcess.start(launcher, environment, List.of(), listener);
    }

    long pid() {
        return process.pid();
    }

    /// Whether it has read all objects.
    boolean ready() {
        if (!process.alive()) {
            throw new IllegalStateException(
                    "the operator ended:\n" + String.join("\n", process.log()));
        }
        return process.log().stream().anyMatch(line -> line.contains("management on port"))
                && management("/readyz").startsWith("200");
    }

    /// Whether it has nothing to tell any more of what it did.
    boolean silent() {
        return metrics().sum("operator_events_waiting") == 0;
    }

    /// What it has counted so far.
    Metrics metrics() {
        return new Metrics(management("/metrics"));
    }

    private String management(String path) {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(process.managementPort(), path));
        try {
            var answer = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return answer.statusCode() + "\n" + answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /// A measurement with errors is none.
    private static void complain(String line) {
        // The API server in this process wants no credentials, and drift is ours.
        if ((line.contains(" WARN ") || line.contains(" ERROR "))
                && !line.contains("anonymous")
                && !line.contains("by somebody else, repairing")) {
            System.out.println("operator | " + line);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
