package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A server that tests share. Outside of JUnit, who starts one closes it.
public interface RunningApiServer extends AutoCloseable {

    /// Starts a server.
    ///
    /// @throws NoSuchElementException if a real one is wanted and there is none
    static RunningApiServer start(KubernetesApi.Kind kind) {
        return switch (kind) {
            case IN_PROCESS -> new InProcessApiServer();
            case REAL -> new RealApiServer(RealApiServer.assets().orElseThrow());
        };
    }

    String url();

    Path kubeconfig();

    ApiClient client();

    void stop();

    void start();

    /// What [KubernetesApi#auditLog] says.
    default Optional<Path> auditLog() {
        return Optional.empty();
    }

    /// What [KubernetesApi#realFaults] says.
    default Optional<RealFaults> realFaults() {
        return Optional.empty();
    }

    Optional<ApiServer> inProcess();

    @Override
    void close();
}
