package de.containerconf.postgresql.it.faults;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.PasswordSource;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import de.containerconf.postgresql.backend.jdbi.JdbiDatabaseOpsProvider;
import de.containerconf.postgresql.controller.Controller;
import de.containerconf.postgresql.controller.ControllerSettings;
import de.containerconf.postgresql.controller.ShutdownFence;
import de.containerconf.postgresql.controller.credentials.CredentialsSettings;
import de.containerconf.postgresql.controller.credentials.Endpoint;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import de.containerconf.postgresql.kubernetes.KubernetesSettings;
import de.containerconf.postgresql.transport.poll.PollTransportProvider;
import de.containerconf.postgresql.transport.watch.WatchTransportProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The parts of the product, wired as `app` wires them, in this process: a start takes
/// milliseconds.
final class AssembledOperator implements AutoCloseable {

    /// How many operations on the server run at once, as in the product.
    static final int CONNECTIONS = 4;

    /// With those beside the pool: the probe, the witness, and who looks on.
    static final int MOST_CONNECTIONS = CONNECTIONS + 3;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Kubernetes kubernetes;
    private final ShutdownFence fence = new ShutdownFence();
    private final DatabaseOps ops;
    private final Controller controller;
    private final Thread transport;

    /// What tells operators apart.
    ///
    /// @param transport `watch` or `poll`
    /// @param port of PostgreSQL on this machine
    record Options(
            Path kubeconfig,
            String namespace,
            String clusterId,
            String transport,
            int port,
            String user,
            PasswordSource password,
            SslMode sslMode,
            Path rootCertificate) {}

    AssembledOperator(Options options) {
        kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(options.kubeconfig(), null), meters);
        ops =
                new JdbiDatabaseOpsProvider()
                        .open(
                                new BackendSettings(
                                        "127.0.0.1",
                                        options.port(),
                                        options.user(),
                                        options.password(),
                                        "postgres",
                                        options.sslMode(),
                                        options.rootCertificate(),
                                        options.clusterId(),
                                        UUID.randomUUID().toString().substring(0, 8),
                                        CONNECTIONS,
                                        Map.of()),
                                fence,
                                meters);
        controller =
                new Controller(
                        new ControllerSettings(
                                options.clusterId(),
                                null,
                                false,
                                false,
                                Duration.ofSeconds(1),
                                List.of("database", "credentials"),
                                new CredentialsSettings(
                                        new Endpoint(
                                                "127.0.0.1",
                                                options.port(),
                                                options.sslMode().word(),
                                                Optional::empty),
                                        CredentialsSettings.DEFAULT_GRACE),
                                false,
                                CONNECTIONS,
                                ControllerSettings.DEFAULT_WORKERS),
                        ops,
                        fence,
                        kubernetes.objects(),
                        kubernetes.secrets(),
                        kubernetes.kind(),
                        kubernetes.events(),
                        Map.of(),
                        meters);
        TransportProvider provider =
                options.transport().equals("watch")
                        ? new WatchTransportProvider()
                        : new PollTransportProvider();
        var settings = new TransportSettings(Duration.ofMillis(300), Map.of());
        var delivering = provider.open(settings, meters);
        var source = kubernetes.source(options.namespace());
        var sink = controller.scope(options.namespace());
        transport =
                Thread.ofVirtual()
                        .name("transport")
                        .start(() -> {
                            try {
                                delivering.run(source, sink);
                            } catch (InterruptedException stop) {
                                Thread.currentThread().interrupt();
                            }
                        });
        controller.start();
    }

    boolean alive() {
        return controller.alive() && transport.isAlive();
    }

    /// The value of a metric over all its series.
    double metric(String name) {
        return meters.find(name).counters().stream().mapToDouble(each -> each.count()).sum();
    }

    /// Ends as by a kill: no statement and no write follows those that are under way.
    void crash() {
        fence.shut();
        close();
    }

    @Override
    public void close() {
        transport.interrupt();
        controller.close();
        ops.close();
        kubernetes.close();
    }
}
