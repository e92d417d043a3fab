package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A child process of this one.
record EmbeddedServer(EmbeddedPostgres postgres) implements RunningPostgres {

    static EmbeddedServer start(int major, Map<String, String> settings) {
        var builder = EmbeddedPostgres.builder().major(major);
        settings.forEach(builder::setting);
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
