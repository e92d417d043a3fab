package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no connection, in words for people who know neither Java nor SQLSTATEs.
final class ConnectionFailures {

    private ConnectionFailures() {}

    static DatabaseFailure of(Throwable failure, BackendSettings settings) {
        var known = find(failure, DatabaseFailure.class);
        return known != null
                ? known
                : new DatabaseFailure.Unavailable(words(failure, settings), failure);
    }

    private static String words(Throwable failure, BackendSettings settings) {
        var server = "PostgreSQL at %s:%d".formatted(settings.host(), settings.port());
        if (find(failure, UnknownHostException.class) != null) {
            return "The host name %s of PostgreSQL is unknown.".formatted(settings.host());
        }
        if (find(failure, SocketTimeoutException.class) != null) {
            return server + " does not answer.";
        }
        var tls = find(failure, SSLException.class);
        if (tls != null) {
            return "The TLS connection to %s failed (sslmode %s): %s"
                    .formatted(server, settings.sslMode().word(), tlsWords(failure, tls, settings));
        }
        if (find(failure, NoRouteToHostException.class) != null) {
            return "There is no route to " + server + ".";
        }
        if (find(failure, ConnectException.class) != null) {
            return server + " refuses connections: it is down, or not at this address.";
        }
        if (find(failure, EOFException.class) != null
                || find(failure, SocketException.class) != null) {
            return server
                    + " ends connections while they begin: it is going down, or something between is.";
        }
        var sql = last(failure);
        return sql == null
                ? server + " cannot be reached: " + Failures.sentence(message(failure))
                : bySqlState(sql, server, settings);
    }

    /// The JDK says "PKIX path building failed" and names its own classes.
    private static String tlsWords(Throwable failure, SSLException tls, BackendSettings settings) {
        if (find(failure, CertificateExpiredException.class) != null) {
            return "The certificate of the server has expired.";
        }
        if (find(failure, CertPathBuilderException.class) == null
                && find(failure, CertPathValidatorException.class) == null) {
            return Failures.sentence(message(tls));
        }
        return settings.sslRootCert() == null
                ? "The authority that issued the certificate of the server is not trusted. Name a file with the certificate of that authority in --postgresql.sslrootcert; without it those of the JDK are trusted."
                : "The certificate of the server does not come from an authority in the file %s of --postgresql.sslrootcert."
                        .formatted(settings.sslRootCert());
    }

    private static String bySqlState(
            SQLException failure, String server, BackendSettings settings) {
        var words = Failures.sentence(new StatementFailure(failure).words());
        return switch (failure.getSQLState() == null ? "" : failure.getSQLState()) {
            case SqlState.INVALID_PASSWORD ->
                    "%s rejects the password of the login '%s'.".formatted(server, settings.user());
            case SqlState.INVALID_AUTHORIZATION ->
                    "%s rejects the login '%s': %s".formatted(server, settings.user(), words);
            case SqlState.NO_SUCH_DATABASE ->
                    "%s has no database '%s' to connect to.".formatted(server, settings.database());
            case SqlState.TOO_MANY_CONNECTIONS ->
                    "%s has too many connections: %s".formatted(server, words);
            case SqlState.STARTING_OR_STOPPING ->
                    "%s is starting or stopping: %s".formatted(server, words);
            default -> "%s cannot be used: %s".formatted(server, words);
        };
    }

    /// HikariCP wraps what the driver said once or twice.
    private static @Nullable SQLException last(Throwable failure) {
        SQLException last = null;
        for (var each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                last = sql;
            }
        }
        return last;
    }

    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
