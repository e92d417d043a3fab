package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/// A connection of its own that sees what is committed while a transaction of ours holds a lock.
/// Outside of the pool, because who waits for it holds a connection of the pool. Thread-safe.
final class Witness implements AutoCloseable {

    private final Supplier<ServerConnection> source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ServerConnection connection;

    Witness(Supplier<ServerConnection> source) {
        this.source = source;
    }

    /// Runs a query. A connection that broke since its last use is replaced once.
    <T> List<T> look(String query, RowMapper<T> mapper) {
        lock.lock();
        try {
            if (connection != null) {
                try {
                    return connection.rows(query, mapper);
                } catch (StatementFailure broken) {
                    end();
                }
            }
            connection = source.get();
            return connection.rows(query, mapper);
        } finally {
            lock.unlock();
        }
    }

    /// What it sees says something only about the server that the transaction is on.
    void requireSameServer(Transaction transaction) {
        var here =
                transaction.rows(CatalogSql.systemIdentifier(), (row, context) -> row.getString(1));
        var there = look(CatalogSql.systemIdentifier(), (row, context) -> row.getString(1));
        if (!here.equals(there)) {
            throw new DatabaseFailure.Unavailable(
                    "Two connections lead to two different servers: a failover is under way.",
                    null);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
