package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatements;
import org.postgresql.PGConnection;

/// One connection to the server. Every statement passes through here, and the fence before it.
///
/// Statements that follow each other without a decision between them travel in one message of the
/// simple query protocol (documentation section 54.2.2.1), which ends at the first that fails. Not
/// thread-safe.
final class ServerConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

    private final Handle handle;
    private final Fence fence;
    private final Watchdog watchdog;
    private final Consumer<Handle> evict;
    private final PGConnection driver;
    private boolean spoilt;

    ServerConnection(Handle handle, Fence fence, Watchdog watchdog, Consumer<Handle> evict) {
        this.handle = handle;
        this.fence = fence;
        this.watchdog = watchdog;
        this.evict = evict;
        try {
            driver = handle.getConnection().unwrap(PGConnection.class);
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Runs statements, in one message. The server gives them the time limit of the [Transaction]
    /// that has begun, or none.
    void run(String... statements) {
        fence.check();
        send(String.join(";\n", statements));
    }

    /// Runs statements, in one message, without a trace of them in the log.
    void runSecretly(String... statements) {
        fence.check();
        LOG.log(System.Logger.Level.TRACE, "{0} statements, not shown", statements.length);
        execute(String.join(";\n", statements));
    }

    /// Runs a query.
    <T> List<T> rows(String query, RowMapper<T> mapper) {
        fence.check();
        LOG.log(System.Logger.Level.TRACE, query);
        try {
            return handle.createQuery(query).map(mapper).list();
        } catch (JdbiException failure) {
            throw failure(failure);
        }
    }

    /// Runs a query that is asked again and again.
    <T> List<T> rows(Query query, RowMapper<T> mapper) {
        fence.check();
        LOG.log(System.Logger.Level.TRACE, () -> query.sql() + "\nwith " + query.values());
        try (var statement = handle.createQuery(query.sql())) {
            statement.getConfig(SqlStatements.class).setSqlParser(Verbatim.WITH_VALUES);
            for (var i = 0; i < query.values().size(); i++) {
                statement.bind(i, query.values().get(i));
            }
            return statement.map(mapper).list();
        } catch (JdbiException failure) {
            throw failure(failure);
        }
    }

    /// Runs a query for at most one row.
    <T> Optional<T> row(String query, RowMapper<T> mapper) {
        return rows(query, mapper).stream().findFirst();
    }

    /// Runs a statement that may take as long as it wants, outside of a transaction: an interrupted
    /// DROP DATABASE destroys half of it (`datconnlimit = -2`). Should the connection break
    /// silently meanwhile, the watchdog sees it.
    void patiently(String statement) {
        try (var _ = watchdog.watch(handle.getConnection(), driver)) {
            networkTimeout(0);
            run(statement);
        } finally {
            networkTimeout((int) ConnectionSettings.ANSWER_TIMEOUT.toMillis());
        }
    }

    /// The next [Transaction#run] begins it.
    Transaction transaction() {
        return new Transaction(this);
    }

    /// Whether our login may do everything, and so needs no rights. The server reports it.
    boolean superuser() {
        return "on".equals(driver.getParameterStatus("is_superuser"));
    }

    /// The major version, for instance 18. The server reports it.
    int major() {
        var version = driver.getParameterStatus("server_version");
        return version == null ? 0 : Integer.parseInt(version.split("[^0-9]", 2)[0]);
    }

    /// Ends a transaction without effect. Not for the fence to forbid. If it fails, the connection
    /// is of no use any more.
    void rollback() {
        try {
            send("ROLLBACK");
        } catch (StatementFailure broken) {
            LOG.log(System.Logger.Level.DEBUG, "gives up a connection: {0}", broken.words());
            spoilt = true;
        }
    }

    @Override
    public void close() {
        if (spoilt) {
            evict.accept(handle);
        }
        handle.close();
    }

    private void send(String statements) {
        LOG.log(System.Logger.Level.TRACE, statements);
        execute(statements);
    }

    /// With plain JDBC, because only a statement that is not prepared stays one message.
    private void execute(String statements) {
        try (var statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(statements);
        } catch (SQLException cause) {
            var failure = new StatementFailure(cause);
            // What the server reported of our login when the connection began may be over.
            spoilt |= failure.is(SqlState.DENIED);
            throw failure;
        }
    }

    private void networkTimeout(int millis) {
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException closed) {
            LOG.log(System.Logger.Level.DEBUG, "a connection is closed", closed);
        }
    }

    private static RuntimeException failure(JdbiException failure) {
        return failure.getCause() instanceof SQLException sql
                ? new StatementFailure(sql)
                : new DatabaseFailure.Invalid(String.valueOf(failure.getMessage()), failure);
    }
}
