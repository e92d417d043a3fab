package de.containerconf.postgresql.it.boundary;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between the operator and PostgreSQL, without TLS, and passes on what belongs together at
/// once: all up to Query or Sync in one direction, all up to ReadyForQuery in the other
/// (PostgreSQL, "Frontend/Backend Protocol", "Message Flow"). Each is a point of [Boundaries]; what
/// is said until a session is ready for its first query is not.
public final class PostgresProxy implements AutoCloseable {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final Boundaries boundaries;
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /// Begins to listen on a free port.
    ///
    /// @param target port of the server
    public PostgresProxy(Boundaries boundaries, int target) {
        this.boundaries = boundaries;
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, HERE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Where it listens.
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        close(listener);
        sockets.forEach(PostgresProxy::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(HERE, target);
                sockets.addAll(List.of(client, server));
                new Session(client, server).start();
            } catch (IOException closed) {
                // The next look at the listener ends the loop, or the server was down.
            }
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private final class Session {

        private final Socket client;
        private final Socket server;
        private volatile boolean started;

        Session(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Thread.ofVirtual().start(() -> pump(this::requests));
            Thread.ofVirtual().start(() -> pump(this::answers));
        }

        private interface Direction {
            void run() throws IOException;
        }

        private void pump(Direction direction) {
            try {
                direction.run();
            } catch (IOException ended) {
                // Both ends are closed below.
            }
            PostgresProxy.close(client);
            PostgresProxy.close(server);
        }

        private void requests() throws IOException {
            var in = new DataInputStream(client.getInputStream());
            var batch = new ByteArrayOutputStream();
            // The first message has no type.
            copy(in, batch);
            flush(batch, server);
            while (true) {
                var type = in.readByte();
                batch.write(type);
                copy(in, batch);
                var whole = !started || type == 'Q' || type == 'S' || type == 'X';
                if (whole) {
                    if (started && type != 'X' && boundaries.pass()) {
                        return;
                    }
                    flush(batch, server);
                }
            }
        }

        private void answers() throws IOException {
            var in = new DataInputStream(server.getInputStream());
            var batch = new ByteArrayOutputStream();
            try {
                while (true) {
                    var type = in.readByte();
                    batch.write(type);
                    copy(in, batch);
                    if (type == 'Z') {
                        if (started && boundaries.pass()) {
                            batch.reset();
                            return;
                        }
                        started = true;
                    }
                    if (!started || type == 'Z') {
                        flush(batch, client);
                    }
                }
            } finally {
                // Last words, such as why the server ends the session.
                flush(batch, client);
            }
        }

        /// A length, which counts itself, and what follows.
        private static void copy(DataInputStream in, ByteArrayOutputStream batch)
                throws IOException {
            var length = in.readInt();
            for (var shift = 24; shift >= 0; shift -= 8) {
                batch.write(length >>> shift);
            }
            batch.write(in.readNBytes(length - Integer.BYTES));
        }

        private static void flush(ByteArrayOutputStream batch, Socket to) throws IOException {
            to.getOutputStream().write(batch.toByteArray());
            batch.reset();
        }
    }
}
