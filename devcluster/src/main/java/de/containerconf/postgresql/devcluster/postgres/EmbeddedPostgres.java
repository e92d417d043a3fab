package de.containerconf.postgresql.devcluster.postgres;

import de.containerconf.postgresql.devcluster.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of our own, a child process of this one. Reached over TCP at 127.0.0.1 only,
/// with a password (scram-sha-256); it has no Unix socket. Ends with [#close] or with the JVM.
/// Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {

    /// The superuser.
    public static final String USER = "postgres";

    private final Installation installation;
    private final Map<String, String> settings;
    private final int port;
    private final boolean kept;
    private final Thread hook = new Thread(this::end, "embedded-postgres-end");
    private @Nullable Postmaster postmaster;

    private EmbeddedPostgres(Builder builder) throws IOException {
        kept = builder.directory != null;
        var directory =
                builder.directory == null
                        ? Files.createTempDirectory(builder.parent, "embedded-postgres-")
                        : Files.createDirectories(builder.directory).toAbsolutePath();
        port = builder.port == 0 ? FreePorts.one() : builder.port;
        settings = new LinkedHashMap<>(builder.settings);
        settings.put("fsync", builder.fsync ? "on" : "off");
        if (!builder.fsync) {
            settings.put("synchronous_commit", "off");
            settings.put("full_page_writes", "off");
        }
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            installation = Installation.prepare(directory, PostgresBinaries.of(builder.major));
        } catch (IOException | RuntimeException failure) {
            if (!kept) {
                Folders.delete(directory);
            }
            throw failure;
        }
    }

    /// A server of PostgreSQL 18 at a free port, without fsync, whose data end with it.
    public static Builder builder() {
        return new Builder();
    }

    /// The major versions whose binaries are on the class path, ascending.
    public static List<Integer> majors() {
        return PostgresBinaries.available().stream()
                .map(PostgresBinaries::major)
                .distinct()
                .sorted()
                .toList();
    }

    /// The address that it listens on.
    public String host() {
        return "127.0.0.1";
    }

    /// The port that it listens on, the same after a restart.
    public int port() {
        return port;
    }

    /// The superuser's password: random, and kept with the data.
    public String password() {
        try {
            return Files.readString(passwordFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// A file with [#password], readable by its owner only.
    public Path passwordFile() {
        return installation.passwordFile();
    }

    /// What the server says.
    public Path logFile() {
        return installation.logFile();
    }

    /// For instance `18.6`.
    public String version() {
        return installation.version();
    }

    /// Starts it with the same data at the same port, and waits until it accepts connections. Does
    /// nothing if it runs.
    public synchronized void start() {
        if (postmaster == null || !postmaster.isAlive()) {
            postmaster = Postmaster.start(installation, port, settings);
        }
    }

    /// Ends all sessions and stops it, as an administrator would (`pg_ctl stop -m fast`).
    public synchronized void stop() {
        if (postmaster != null) {
            postmaster.stop();
            postmaster = null;
        }
    }

    /// Kills all its processes at once, as a power failure would; the next start recovers.
    public synchronized void kill() {
        if (postmaster != null) {
            postmaster.kill();
            postmaster = null;
        }
    }

    /// Whether its process lives.
    public synchronized boolean isRunning() {
        return postmaster != null && postmaster.isAlive();
    }

    /// Stops it. Its data are deleted unless their directory was given.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return;
        }
        end();
    }

    private void end() {
        if (kept) {
            stop();
        } else {
            kill();
            Folders.delete(installation.directory());
        }
    }

    /// How a server shall be.
    public static final class Builder {

        private int major = 18;
        private int port;
        private boolean fsync;
        private Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        private @Nullable Path directory;
        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {}

        /// The major version, whose binaries must be on the class path.
        public Builder major(int version) {
            major = version;
            return this;
        }

        /// A port other than a free one.
        public Builder port(int number) {
            port = number;
            return this;
        }

        /// Whether committed data survive a power failure. Off is several times as fast, and enough
        /// for tests.
        public Builder fsync(boolean on) {
            fsync = on;
            return this;
        }

        /// Keeps the data in this folder over [EmbeddedPostgres#close] and finds them there again.
        public Builder directory(Path folder) {
            directory = folder;
            return this;
        }

        /// Where the folder of data that are not kept is made, if not with other temporary files.
        public Builder parent(Path folder) {
            parent = folder;
            return this;
        }

        /// A parameter of the server, as in `postgresql.conf`.
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /// Makes the data if there are none, starts the server and waits until it accepts
        /// connections.
        ///
        /// @throws IllegalStateException if it cannot run here, in words that say why
        public EmbeddedPostgres start() {
            try {
                var postgres = new EmbeddedPostgres(this);
                try {
                    postgres.start();
                    return postgres;
                } catch (RuntimeException failure) {
                    postgres.close();
                    throw failure;
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
