package de.containerconf.postgresql.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands between a client and a server, always on the same port of the loopback interface, and
/// spoils connections on command. Thread-safe.
public final class TcpProxy implements AutoCloseable {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration BREATH = Duration.ofMillis(5);

    /// Keeps the port ours while nobody listens there: bound, it lets who connects be refused.
    private final Socket holder = new Socket();

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger untilCut = new AtomicInteger();
    private volatile int target;
    private volatile Duration pause = Duration.ZERO;
    private volatile boolean silent;
    private volatile Answers answers = Answers.PASS;
    private @Nullable ServerSocket listener;

    /// What happens to answers of the server.
    private enum Answers {
        PASS,
        PASS_ONE_THEN_SWALLOW
    }

    /// Begins to listen on a free port.
    ///
    /// @param target port of the server, on this machine
    public TcpProxy(int target) {
        this.target = target;
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(HERE, 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        listen();
    }

    /// Where it listens.
    public int port() {
        return holder.getLocalPort();
    }

    /// How many clients are connected at this moment.
    public int connections() {
        return open.get();
    }

    /// How many clients were connected at once at most.
    public int mostConnections() {
        return most.get();
    }

    /// Passes everything on again; half-open connections end.
    public void pass() {
        pause = Duration.ZERO;
        untilCut.set(0);
        if (silent) {
            silent = false;
            cut();
        }
        listen();
    }

    /// Ends all connections and refuses new ones.
    public synchronized void refuse() {
        if (listener != null) {
            close(listener);
            listener = null;
        }
        cut();
    }

    /// Swallows whatever is sent from now on, in both directions; connections stay, new ones too.
    public void blackHole() {
        silent = true;
    }

    /// Waits before it passes on each piece.
    public void slow(Duration pause) {
        this.pause = pause;
    }

    /// Connects to another server from now on, and ends the connections to the old one.
    public void retarget(int port) {
        target = port;
        cut();
    }

    /// Breaks the connection that the next answer of the server is for, instead of that answer.
    public void cutInsteadOfTheNextAnswer() {
        cutInsteadOfAnswer(1);
    }

    /// Breaks the connection that an answer of the server is for, instead of that answer.
    ///
    /// @param number 1 is the next answer on any connection
    public void cutInsteadOfAnswer(int number) {
        untilCut.set(number);
    }

    /// Whether that answer is still to come.
    public boolean willCut() {
        return untilCut.get() > 0;
    }

    /// Lets the client wait for ever for the next answer but one of the server, and all later ones
    /// on that connection.
    public void swallowTheAnswerAfterTheNext() {
        answers = Answers.PASS_ONE_THEN_SWALLOW;
    }

    /// Breaks all connections.
    public void cut() {
        sockets.forEach(TcpProxy::close);
    }

    @Override
    public void close() {
        refuse();
        close(holder);
    }

    private synchronized void listen() {
        if (listener == null) {
            // What listened there, or was connected, may take a moment to be gone.
            var opened =
                    await().pollDelay(Duration.ZERO)
                            .ignoreException(BindException.class)
                            .until(this::bound, Objects::nonNull);
            listener = opened;
            var _ = Thread.ofVirtual().name("proxy").start(() -> accept(opened));
        }
    }

    private ServerSocket bound() throws IOException {
        var opened = new ServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(HERE, port()), 50);
            return opened;
        } catch (IOException failure) {
            close(opened);
            throw failure;
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                connect(accepting.accept());
            } catch (IOException closed) {
                // The next look at the listener ends the loop.
            }
        }
    }

    private void connect(Socket client) {
        Socket server;
        try {
            server = new Socket(HERE, target);
        } catch (IOException down) {
            close(client);
            return;
        }
        sockets.addAll(List.of(client, server));
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        var left = new AtomicBoolean();
        // In a black hole the client can go long before the connection ends.
        Runnable leave =
                () -> {
                    if (left.compareAndSet(false, true)) {
                        open.decrementAndGet();
                    }
                };
        Runnable end =
                () -> {
                    close(client);
                    close(server);
                    sockets.remove(client);
                    sockets.remove(server);
                    leave.run();
                };
        var _ = Thread.ofVirtual().start(() -> pump(client, server, false, leave, end));
        var _ = Thread.ofVirtual().start(() -> pump(server, client, true, () -> {}, end));
    }

    private void pump(Socket from, Socket to, boolean answer, Runnable ended, Runnable end) {
        var buffer = new byte[65536];
        var swallowing = false;
        try {
            for (var n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (answer && untilCut.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
                    break;
                }
                // Before the client has this one: what it wants then is about the next.
                var last = answer && answers == Answers.PASS_ONE_THEN_SWALLOW;
                sleep(pause);
                swallowing |= silent;
                if (!swallowing) {
                    to.getOutputStream().write(buffer, 0, n);
                }
                if (last) {
                    answers = Answers.PASS;
                    swallowing = true;
                }
            }
            ended.run();
            // Where nothing passes, no end passes either.
            while (silent && !to.isClosed()) {
                sleep(BREATH);
            }
        } catch (IOException broken) {
            // Both ends are closed below.
        }
        end.run();
    }

    private static void sleep(Duration time) throws IOException {
        try {
            if (time.isPositive()) {
                Thread.sleep(time);
            }
        } catch (InterruptedException stop) {
            throw (IOException) new InterruptedIOException().initCause(stop);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
