package de.containerconf.postgresql.backend.jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between client and server and spoils connections on command.
final class TcpProxy implements AutoCloseable {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Answers answers = Answers.PASS;

    /// What happens to answers of the server.
    private enum Answers {
        PASS,
        CUT,
        PASS_ONE_THEN_SWALLOW
    }

    TcpProxy(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, HERE);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Breaks the connection that the next answer of the server is for, instead of that answer.
    void cutInsteadOfTheNextAnswer() {
        answers = Answers.CUT;
    }

    /// Lets the client wait for ever for the next answer but one of the server, and all later ones
    /// on that connection.
    void swallowTheAnswerAfterTheNext() {
        answers = Answers.PASS_ONE_THEN_SWALLOW;
    }

    /// Breaks all connections.
    void cut() {
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(HERE, target);
                sockets.addAll(List.of(client, server));
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException closed) {
                // The next look at the listener ends the loop, or the server was down.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answer) {
        var buffer = new byte[65536];
        var swallowing = false;
        try {
            for (var n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (answer && answers == Answers.CUT) {
                    answers = Answers.PASS;
                    break;
                }
                // Before the client has this one: what it wants then is about the next.
                var last = answer && answers == Answers.PASS_ONE_THEN_SWALLOW;
                if (!swallowing) {
                    to.getOutputStream().write(buffer, 0, n);
                }
                if (last) {
                    answers = Answers.PASS;
                    swallowing = true;
                }
            }
        } catch (IOException broken) {
            // Both ends are closed below.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
