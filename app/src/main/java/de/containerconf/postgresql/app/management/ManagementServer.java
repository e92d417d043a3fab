package de.containerconf.postgresql.app.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.containerconf.postgresql.app.settings.SettingsException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// `/livez`, `/readyz` and `/metrics` for the cluster. Speaks plain HTTP and holds no secret.
public final class ManagementServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /// Starts to listen on all addresses.
    ///
    /// @param port 0 for any free one
    /// @throws SettingsException if the port is taken
    public static ManagementServer start(int port, Health health, PrometheusMeterRegistry meters) {
        try {
            var server = HttpServer.create(new InetSocketAddress(port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/livez", exchange -> probe(exchange, health::notAlive));
            server.createContext("/readyz", exchange -> probe(exchange, health::notReady));
            server.createContext(
                    "/metrics", exchange -> answer(exchange, 200, PROMETHEUS, meters.scrape()));
            server.start();
            return new ManagementServer(server);
        } catch (IOException | IllegalArgumentException taken) {
            throw new SettingsException(
                    "--management-port: cannot listen on port %d: %s"
                            .formatted(port, taken.getMessage()));
        }
    }

    /// The port that it listens on.
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void probe(HttpExchange exchange, Supplier<Optional<String>> problem)
            throws IOException {
        var why = problem.get();
        answer(exchange, why.isEmpty() ? 200 : 503, TEXT, why.orElse("ok") + "\n");
    }

    private static void answer(HttpExchange exchange, int code, String type, String text)
            throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
