package de.containerconf.postgresql.backend.jdbi;

import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;

/// A transaction that begins with its first statement and is rolled back unless it commits.
final class Transaction implements AutoCloseable {

    /// Said each time: in a stricter level, which somebody may have made the server's default, a
    /// look behind a lock still sees what was there before the lock. A statement that waits keeps
    /// the locks of those before it, so it may not wait for long.
    private static final String BEGIN =
            "BEGIN ISOLATION LEVEL READ COMMITTED;\nSET LOCAL statement_timeout = '15s'";

    private final ServerConnection connection;
    private boolean begun;
    private boolean committed;

    Transaction(ServerConnection connection) {
        this.connection = connection;
    }

    /// Runs statements, in one message.
    void run(Stream<String> statements) {
        var message = begun ? statements : Stream.concat(Stream.of(BEGIN), statements);
        begun = true;
        connection.run(message.toArray(String[]::new));
    }

    /// Runs statements that nobody may see in the log, in one message, and commits.
    void commitSecretly(Stream<String> statements) {
        begun = true;
        connection.runSecretly(
                Stream.of(Stream.of(BEGIN), statements, Stream.of("COMMIT"))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
        committed = true;
    }

    /// Runs a query; not as the first of the transaction.
    <T> List<T> rows(String query, RowMapper<T> mapper) {
        return connection.rows(query, mapper);
    }

    /// Runs the last statements and commits, in one message.
    void commit(Stream<String> statements) {
        run(Stream.concat(statements, Stream.of("COMMIT")));
        committed = true;
    }

    /// Rolls back what was not committed.
    @Override
    public void close() {
        if (begun && !committed) {
            connection.rollback();
        }
    }
}
