package de.containerconf.postgresql.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The baseline: the least SQL that makes databases with owners, over as many connections as the
/// operator uses. They are open before the clock starts.
final class PlainSql implements AutoCloseable {

    static final int CONNECTIONS = 4;

    private final List<Connection> connections = new ArrayList<>();

    PlainSql(Postgres postgres) {
        this(postgres, CONNECTIONS);
    }

    PlainSql(Postgres postgres, int count) {
        try {
            for (var i = 0; i < count; i++) {
                connections.add(postgres.connect());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Creates a role and a database that belongs to it for each name.
    void create(List<String> names) {
        each(names, "CREATE ROLE %s LOGIN", "CREATE DATABASE %1$s OWNER %1$s");
    }

    /// Runs statements, one after the other, for each name.
    void each(List<String> names, String... statements) {
        var left = new ConcurrentLinkedQueue<>(names);
        var tasks = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(connections.size())) {
            connections.forEach(
                    each -> tasks.add(threads.submit(() -> run(each, left, statements))));
        }
        Tasks.join(tasks);
    }

    private static void run(Connection connection, Queue<String> left, String... statements) {
        try (var statement = connection.createStatement()) {
            for (var name = left.poll(); name != null; name = left.poll()) {
                for (var each : statements) {
                    statement.execute(each.formatted(name));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        try {
            for (var connection : connections) {
                connection.close();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
