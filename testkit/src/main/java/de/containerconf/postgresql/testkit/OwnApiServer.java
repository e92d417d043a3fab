package de.containerconf.postgresql.testkit;

/// An API server in this process that belongs to whoever started it, for tests that need many at
/// once. Others get theirs from [ApiServerExtension]. Thread-safe.
public final class OwnApiServer implements AutoCloseable {

    private final RunningApiServer server = new InProcessApiServer();
    private final KubernetesApi api = new TestApi(KubernetesApi.Kind.IN_PROCESS, server);

    /// Starts it.
    public OwnApiServer() {}

    /// It, as a test sees it.
    public KubernetesApi api() {
        return api;
    }

    @Override
    public void close() {
        server.close();
    }
}
