package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The API server of this process.
final class InProcessApiServer implements RunningApiServer {

    private final ApiServer server;
    private final Path kubeconfig;

    /// Answers are short, and their readers never wait: they need no threads of their own.
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Runnable::run)
                    .build();

    InProcessApiServer() {
        try {
            server = ApiServer.start(ApiServer.Options.DEFAULT);
            kubeconfig = Files.createTempFile("kubeconfig", "");
            kubeconfig.toFile().deleteOnExit();
            server.writeKubeconfig(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public ApiClient client() {
        return new ApiClient(http, url(), null);
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ApiServer> inProcess() {
        return Optional.of(server);
    }

    @Override
    public void close() {
        http.shutdownNow();
        try {
            server.close();
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
