package de.containerconf.postgresql.devcluster;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Part of `./dev image`: lets the linked operator work for a while, and has the JVM write down the
/// classes that it needed, ready to map: the AOT cache of JEP 483 and 515. Then proves that the
/// operator starts with it.
public final class Train {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// The JVM writes the cache when the operator has ended, in a process of its own.
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(3);

    private static final int SIGTERM = 128 + 15;

    private final Path root = Path.of("").toAbsolutePath();
    private final Path launcher = OperatorProcess.launcher(root);
    private final Path cache = launcher.resolveSibling("../lib/app.aot").normalize();

    private Train() {}

    /// Takes no arguments; the working directory is the folder of the checkout.
    public static void main(String[] arguments) throws Exception {
        new Train().run();
    }

    private void run() throws IOException, InterruptedException {
        Files.deleteIfExists(cache);
        // Under another name, so that a run that broke off leaves no half of it behind.
        var fresh = cache.resolveSibling("app.aot.new");
        Files.deleteIfExists(fresh);
        var folder = Files.createTempDirectory("pgc-train-");
        try (var database = EmbeddedPostgres.builder().start();
                var api = ApiServer.start(new ApiServer.Options(0, null))) {
            var kubeconfig = folder.resolve("kubeconfig");
            api.writeKubeconfig(kubeconfig);
            work("watch", "-XX:AOTCacheOutput=" + fresh, api, database, kubeconfig);
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
            // A cache that does not fit ends the JVM now.
            work("poll", "-XX:AOTMode=on", api, database, kubeconfig);
            Files.delete(kubeconfig);
        } finally {
            Files.delete(folder);
        }
        System.out.printf("The AOT cache is there: %d MiB%n", Files.size(cache) >> 20);
    }

    /// A database comes, changes hands and goes, as in production.
    private void work(
            String transport,
            String option,
            ApiServer api,
            EmbeddedPostgres database,
            Path kubeconfig)
            throws IOException, InterruptedException {
        var operator =
                OperatorProcess.start(
                        launcher,
                        Map.of("OPERATOR_JAVA_OPTS", option),
                        List.of(
                                "--postgresql.host=" + database.host(),
                                "--postgresql.port=" + database.port(),
                                "--postgresql.password-file=" + database.passwordFile(),
                                "--kubernetes.kubeconfig=" + kubeconfig,
                                "--transport=" + transport,
                                "--poll-interval=500ms",
                                "--resync=1s",
                                "--management-port=0"),
                        line -> System.out.println("operator | " + line));
        try {
            var example = new Example(api.url(), root.resolve("manifest/example.yaml"));
            require(example.apply(LIMIT) && example.awaitReady(LIMIT), "created");
            require(example.setOwner("somebody") && example.awaitReady(LIMIT), "given away");
            require(scrape(operator.managementPort()), "measured");
            require(example.delete() && example.awaitGone(LIMIT), "dropped");
            ProcessHandle.of(operator.pid()).ifPresent(ProcessHandle::destroy);
            require(operator.await(WRITE_LIMIT) && operator.stop() == SIGTERM, "stopped");
        } finally {
            operator.kill();
        }
    }

    private static boolean scrape(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).statusCode() == 200;
        }
    }

    private static void require(boolean done, String what) {
        if (!done) {
            throw new IllegalStateException(
                    "The training failed: the example was not %s.".formatted(what));
        }
    }
}
