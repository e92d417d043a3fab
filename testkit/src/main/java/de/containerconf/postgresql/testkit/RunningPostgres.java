package de.containerconf.postgresql.testkit;

import java.nio.file.Path;
import java.util.Optional;

/// The process behind a [PostgresServer], wherever it runs. Its address stays the same.
interface RunningPostgres extends AutoCloseable {

    String host();

    int port();

    Login superuser();

    /// What it says, if that is on this machine.
    default Optional<Path> logFile() {
        return Optional.empty();
    }

    /// Starts it again with the same data.
    void start();

    /// Ends all sessions and stops it.
    void stop();

    /// Kills all its processes at once.
    void kill();

    @Override
    void close();
}
