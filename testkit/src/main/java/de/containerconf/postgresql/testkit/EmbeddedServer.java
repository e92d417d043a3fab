package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A child process of this one. In a usual run, its data are in memory where there is room for
/// them: what takes the most time when databases are created is the disk, which is no matter of the
/// tests.
record EmbeddedServer(EmbeddedPostgres postgres) implements RunningPostgres {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 4L << 30;

    static EmbeddedServer start(int major, Map<String, String> settings) {
        var builder = EmbeddedPostgres.builder().major(major);
        settings.forEach(builder::setting);
        if (!FullCounts.wanted() && MEMORY.toFile().getUsableSpace() > ROOM) {
            builder.parent(MEMORY);
        }
        return new EmbeddedServer(builder.start());
    }

    @Override
    public String host() {
        return postgres.host();
    }

    @Override
    public int port() {
        return postgres.port();
    }

    @Override
    public Login superuser() {
        return new Login(EmbeddedPostgres.USER, postgres.password());
    }

    @Override
    public Optional<Path> logFile() {
        return Optional.of(postgres.logFile());
    }

    @Override
    public void start() {
        postgres.start();
    }

    @Override
    public void stop() {
        postgres.stop();
    }

    @Override
    public void kill() {
        postgres.kill();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
