package de.containerconf.postgresql.devcluster.kubernetes;

import com.sun.net.httpserver.HttpServer;
import de.containerconf.postgresql.devcluster.kubernetes.schema.RuleCheck;
import de.containerconf.postgresql.devcluster.kubernetes.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Kubernetes API server in this process, on a port of the loopback interface, in plain HTTP and
/// without authentication. It behaves as Kubernetes 1.37 does in what an operator of custom
/// resources meets: validation, patches and server-side apply, finalizers, paging, watches and
/// their ends, terminating kinds and namespaces. `kubectl` and the official Java client work with
/// it.
///
/// Not imitated: TLS, users and rights, dependents of owners, quotas, and everything that runs
/// pods.
///
/// Thread-safe.
public final class ApiServer implements AutoCloseable {

    private static final long HEARTBEAT_SECONDS = 10;

    static {
        // Read once, when the JDK's server is first used. Without the first, an answer may wait
        // 40 ms for the acknowledgement of its headers; without the others, idle connections of a
        // client are closed while it uses them.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final Store store;
    private final ScheduledExecutorService controllers;
    private final HttpFront front;
    private final Paging paging = new Paging();
    private final Faults faults = new Faults(this::dropConnections, this::expireHistory);
    private final Requests requests = new Requests();
    private @Nullable HttpServer http;
    private int port;

    /// How to run.
    ///
    /// @param port 0 for a free one
    /// @param directory where to keep the objects, or null to forget them
    public record Options(int port, @Nullable Path directory) {

        /// A free port, and nothing kept.
        public static final Options DEFAULT = new Options(0, null);
    }

    private ApiServer(Options options) throws IOException {
        port = options.port();
        store = new Store(options.directory());
        controllers =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("controllers").factory());
        var cluster = new Cluster(store, controllers);
        front =
                new HttpFront(
                        new ResourceHandler(cluster, paging), cluster.registry(), faults, requests);
        // In a real cluster something writes all the time, at least the API server's own lease:
        // bookmarks show it.
        var _ =
                controllers.scheduleAtFixedRate(
                        store::tick, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /// Starts a server.
    ///
    /// @throws IOException if the port is taken or the folder cannot be used
    public static ApiServer start(Options options) throws IOException {
        var server = new ApiServer(options);
        server.start();
        return server;
    }

    /// Begins to load what the rules of a CRD need, aside: otherwise the first CRD waits a second.
    public static void prepareRules() {
        var _ = Thread.ofPlatform().daemon().name("rules").start(RuleCheck::prepare);
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    public synchronized String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Orders to fail.
    public Faults faults() {
        return faults;
    }

    /// What was asked.
    public Requests requests() {
        return requests;
    }

    /// How many requests are being answered at this moment: the watches, and little else.
    public int requestsUnderWay() {
        return front.underWay();
    }

    /// Writes a file for `kubectl --kubeconfig`, with the namespace `default`.
    public void writeKubeconfig(Path file) throws IOException {
        Kubeconfig.write(file, url());
    }

    /// Listens again after [#stop], on the same port. Does nothing if it does.
    ///
    /// @throws IOException if the port is taken
    public synchronized void start() throws IOException {
        if (http == null) {
            listen();
        }
    }

    private synchronized void listen() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var server = HttpServer.create(address, 1024);
        port = server.getAddress().getPort();
        server.setExecutor(
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().daemon().name("request-", 1).factory()));
        server.createContext("/", front);
        server.start();
        http = server;
    }

    /// Stops listening and ends all connections, as a kill does. The objects stay; the history of
    /// watches and unfinished lists do not.
    public synchronized void stop() {
        hangUp();
        paging.clear();
        store.endHistories();
    }

    private synchronized void hangUp() {
        var server = http;
        if (server == null) {
            return;
        }
        http = null;
        front.interrupt();
        server.stop(0);
    }

    /// [#stop], then [#start]: all connections end, and resuming a watch or a list is 410. (Lists
    /// of a real server can go on, unless etcd was compacted meanwhile.)
    public synchronized void restart() throws IOException {
        stop();
        start();
    }

    private synchronized void dropConnections() {
        if (http == null) {
            return;
        }
        hangUp();
        try {
            listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expireHistory() {
        paging.clear();
        store.compact();
    }

    /// Stops for good, and writes what a next start in the same folder needs.
    @Override
    public synchronized void close() throws IOException {
        stop();
        controllers.shutdownNow();
        store.close();
    }
}
