package de.containerconf.postgresql.devcluster;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `./dev up`: PostgreSQL, a Kubernetes API server and the linked operator on this machine, with
/// the example applied. Ctrl-C ends all of it.
public final class Up {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final int LAST_WORDS = 20;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path root;
    private final @Nullable Path keep;

    private Up(Path root, @Nullable Path keep) {
        this.root = root;
        this.keep = keep;
    }

    /// Runs until it is interrupted, or the operator ends.
    ///
    /// @param arguments `--keep DIR`, or none
    public static void main(String[] arguments) throws Exception {
        var keeps = arguments.length == 2 && arguments[0].equals("--keep");
        if (arguments.length != 0 && !keeps) {
            System.err.println("usage: ./dev up [--keep DIR]");
            System.exit(2);
        }
        var up =
                new Up(
                        Path.of("").toAbsolutePath(),
                        keeps ? Path.of(arguments[1]).toAbsolutePath() : null);
        Runtime.getRuntime().addShutdownHook(new Thread(up::end, "end"));
        System.exit(up.run());
    }

    private int run() throws Exception {
        ApiServer.prepareRules();
        var folder = folder();
        var database = opened(postgres(folder));
        var api = opened(ApiServer.start(new ApiServer.Options(0, objects(folder))));
        var kubeconfig = folder.resolve("kubeconfig");
        api.writeKubeconfig(kubeconfig);
        System.out.printf(
                "PostgreSQL %s at %s:%d, fsync %s%nKubernetes API at %s, in this process%n%n",
                database.version(),
                database.host(),
                database.port(),
                keep == null ? "off" : "on",
                api.url());
        var operator = opened(operator(database, kubeconfig));
        var example = new Example(api.url(), root.resolve("manifest/example.yaml"));
        if (!example.apply(READY_LIMIT) || !example.awaitReady(READY_LIMIT)) {
            System.err.println("The example did not become Ready. The operator's last words:");
            operator.log().stream()
                    .skip(Math.max(0, operator.log().size() - LAST_WORDS))
                    .forEach(System.err::println);
            return 1;
        }
        System.out.printf(
                "%n%s%n%n%s%n%n%s%n%n",
                example.table(), Databases.table(database), NextSteps.text(kubeconfig, database));
        operator.await(FOREVER);
        return operator.alive() ? 0 : 1;
    }

    private Path folder() throws IOException {
        if (keep != null) {
            return Files.createDirectories(keep);
        }
        var folder = Files.createTempDirectory("pgc-up-");
        opened(() -> delete(folder));
        return folder;
    }

    private @Nullable Path objects(Path folder) throws IOException {
        return keep == null ? null : Files.createDirectories(folder.resolve("kubernetes"));
    }

    private EmbeddedPostgres postgres(Path folder) {
        var builder = EmbeddedPostgres.builder();
        if (keep != null) {
            builder.directory(folder.resolve("postgresql")).fsync(true);
        }
        return builder.start();
    }

    private OperatorProcess operator(EmbeddedPostgres database, Path kubeconfig) {
        return OperatorProcess.start(
                OperatorProcess.launcher(root),
                Map.of(),
                List.of(
                        "--postgresql.host=" + database.host(),
                        "--postgresql.port=" + database.port(),
                        "--postgresql.password-file=" + database.passwordFile(),
                        "--postgresql.sslmode=disable",
                        "--kubernetes.kubeconfig=" + kubeconfig,
                        "--resync=5s",
                        "--management-port=0"),
                line -> System.out.println("operator | " + line));
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /// Ends what was started, in reverse.
    private void end() {
        synchronized (parts) {
            while (!parts.isEmpty()) {
                try {
                    parts.pop().close();
                } catch (Exception failure) {
                    System.err.println("while ending: " + failure);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
