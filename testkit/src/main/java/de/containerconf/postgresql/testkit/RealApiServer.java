package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.FreePorts;
import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// etcd and kube-apiserver on free ports of the loopback interface, and kube-controller-manager if
/// the folder has it. Everything is in one temporary folder, and ends with this JVM.
final class RealApiServer implements RunningApiServer, RealFaults {

    /// Names the folder of the programs, as it does for envtest.
    static final String ASSETS = "KUBEBUILDER_ASSETS";

    private static final Duration START = Duration.ofMinutes(2);
    private static final String CONTROLLERS =
            "namespace-controller,garbage-collector-controller,serviceaccount-controller,"
                    + "clusterrole-aggregation-controller,root-ca-certificate-publisher-controller";

    /// Administrators write too much to be of interest.
    private static final String AUDIT_POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - {level: Metadata, userGroups: ["system:serviceaccounts"]}
            - {level: None}
            """;

    private final Path assets;
    private final Path directory;
    private final Credentials credentials;
    private final List<Integer> ports = FreePorts.some(3);
    private final Set<Program> paused = ConcurrentHashMap.newKeySet();
    private final ServerProcess etcd;
    private final ServerProcess apiServer;
    private final @Nullable ServerProcess controllerManager;
    private @Nullable HttpClient http;

    /// The folder of the programs, if there is one.
    static Optional<Path> assets() {
        var folder = System.getenv(ASSETS);
        return folder == null || folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder));
    }

    /// Starts what is in the folder.
    RealApiServer(Path assets) {
        this.assets = assets;
        try {
            directory = Files.createTempDirectory("kube-apiserver");
            credentials = Credentials.create(directory);
            Files.writeString(directory.resolve("audit-policy.yaml"), AUDIT_POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        etcd = new ServerProcess(directory, etcdCommand());
        apiServer = new ServerProcess(directory, apiServerCommand());
        controllerManager =
                Files.isExecutable(assets.resolve("kube-controller-manager"))
                        ? new ServerProcess(directory, controllerManagerCommand())
                        : null;
        etcd.start();
        start();
    }

    private String etcdUrl() {
        return "http://127.0.0.1:" + ports.get(0);
    }

    private List<String> etcdCommand() {
        var clients = etcdUrl();
        var peers = "http://127.0.0.1:" + ports.get(1);
        return List.of(
                assets.resolve("etcd").toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--log-level=warn");
    }

    private List<String> apiServerCommand() {
        var command =
                new ArrayList<>(
                        List.of(
                                assets.resolve("kube-apiserver").toString(),
                                "--etcd-servers=" + etcdUrl(),
                                "--bind-address=127.0.0.1",
                                "--secure-port=" + ports.get(2),
                                "--advertise-address=127.0.0.1",
                                "--external-hostname=127.0.0.1",
                                "--endpoint-reconciler-type=none",
                                "--service-cluster-ip-range=10.0.0.0/24",
                                "--cert-dir=" + directory,
                                "--token-auth-file=" + credentials.tokens(),
                                "--authorization-mode=RBAC",
                                "--audit-policy-file=" + directory.resolve("audit-policy.yaml"),
                                "--audit-log-path=" + audit(),
                                // Else it would be written when there is time.
                                "--audit-log-mode=blocking",
                                "--service-account-issuer=https://kubernetes.default.svc",
                                "--service-account-key-file=" + credentials.serviceAccountKey(),
                                "--service-account-signing-key-file="
                                        + credentials.serviceAccountKey(),
                                "--profiling=false"));
        if (!Files.isExecutable(assets.resolve("kube-controller-manager"))) {
            // Nobody makes the account that the plug-in wants.
            command.add("--disable-admission-plugins=ServiceAccount");
        }
        return List.copyOf(command);
    }

    private List<String> controllerManagerCommand() {
        return List.of(
                assets.resolve("kube-controller-manager").toString(),
                "--kubeconfig=" + kubeconfig(),
                "--secure-port=0",
                "--leader-elect=false",
                "--controllers=" + CONTROLLERS,
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + credentials.serviceAccountKey(),
                "--root-ca-file=" + certificate(),
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--profiling=false");
    }

    private Path certificate() {
        return directory.resolve("apiserver.crt");
    }

    private Path audit() {
        return directory.resolve("audit.log");
    }

    @Override
    public Optional<Path> auditLog() {
        return Optional.of(audit());
    }

    @Override
    public String url() {
        return "https://127.0.0.1:" + ports.get(2);
    }

    @Override
    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    @Override
    public ApiClient client() {
        if (http == null) {
            throw new IllegalStateException("it has never been ready");
        }
        return new ApiClient(http, url(), credentials.token());
    }

    @Override
    public void stop() {
        apiServer.kill();
    }

    /// Waits until it is ready, and has made what every cluster has.
    @Override
    public void start() {
        if (apiServer.running()) {
            return;
        }
        apiServer.start();
        // Written after the certificate, which therefore is whole.
        apiServer.await(START, () -> Files.exists(directory.resolve("apiserver.key")));
        if (http == null) {
            credentials.writeKubeconfig(kubeconfig(), url(), certificate());
            http = credentials.client(certificate());
        }
        apiServer.await(START, () -> client().get("/readyz").code() == 200);
        apiServer.await(START, () -> client().get("/api/v1/namespaces/default").code() == 200);
        if (controllerManager != null && !controllerManager.running()) {
            controllerManager.start();
        }
    }

    @Override
    public Optional<RealFaults> realFaults() {
        return Optional.of(this);
    }

    @Override
    public void pause(Program program) {
        paused.add(program);
        process(program).signal("STOP");
    }

    @Override
    public void goOn() {
        for (var program : Program.values()) {
            if (paused.remove(program)) {
                process(program).signal("CONT");
            }
        }
    }

    private ServerProcess process(Program program) {
        return switch (program) {
            case KUBE_APISERVER -> apiServer;
            case ETCD -> etcd;
        };
    }

    @Override
    public void restartEtcd() {
        etcd.kill();
        etcd.start();
        etcd.await(START, () -> Etcd.revision(etcdUrl()) > 0);
    }

    @Override
    public void compact() {
        Etcd.compact(etcdUrl(), Etcd.revision(etcdUrl()));
    }

    @Override
    public Optional<ApiServer> inProcess() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (controllerManager != null) {
            controllerManager.kill();
        }
        apiServer.kill();
        etcd.kill();
        if (http != null) {
            http.shutdownNow();
        }
        ServerProcess.delete(directory);
    }
}
