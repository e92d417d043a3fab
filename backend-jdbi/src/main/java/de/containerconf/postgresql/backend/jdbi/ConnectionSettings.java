package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/// What the driver is told about every connection, except the password.
final class ConnectionSettings {

    /// How long to wait for the server to take a connection, and for each of its answers while
    /// logging in.
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(5);

    /// How long to wait for the answer to a statement: longer than the server lets one of a
    /// [Transaction] take, so that the server ends it first.
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    /// Settings of the session, sent with the start-up packet, which costs no round trip and has
    /// precedence over `ALTER ROLE … SET` and `ALTER DATABASE … SET` (documentation section 19.1).
    ///
    /// A tenant's `search_path` could put own functions before PostgreSQL's, its `role` would make
    /// us somebody else, and strings with backslashes would end elsewhere than we think. A lock
    /// that we wait for makes new connections to the database wait behind us: not for long. A
    /// paused process must lose its lock and its transaction. A statement has no time limit, so
    /// that CREATE and DROP DATABASE need no message more; a [Transaction] sets one for its own,
    /// and nobody waits for a look longer than [#ANSWER_TIMEOUT]. A plan for the values of one
    /// object would serve no other, and takes longer to make than to run.
    private static final String OPTIONS =
            """
            -c search_path=pg_catalog \
            -c role=none \
            -c standard_conforming_strings=on \
            -c lock_timeout=2s \
            -c statement_timeout=0 \
            -c idle_in_transaction_session_timeout=10s \
            -c plan_cache_mode=force_generic_plan\
            """;

    private static final Pattern EIGHT_HEX = Pattern.compile("[0-9a-f]{8}");

    private ConnectionSettings() {}

    /// For the driver.
    static String url(BackendSettings settings) {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        host,
                        settings.port(),
                        URLEncoder.encode(settings.database(), StandardCharsets.UTF_8));
    }

    /// For the driver.
    static Properties properties(BackendSettings settings) {
        var properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.OPTIONS.set(properties, OPTIONS);
        PGProperty.APPLICATION_NAME.set(properties, applicationName(settings));
        // Else the driver sets the name in a statement of its own, for the sake of PostgreSQL 8.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        // Statements together in one message of the simple protocol, queries with plans that the
        // server keeps. What we create and alter is no reason for the driver to have them made
        // anew: they read catalogs, whose columns do not change.
        PGProperty.PREFER_QUERY_MODE.set(properties, "extendedForPrepared");
        PGProperty.FLUSH_CACHE_ON_DDL.set(properties, false);
        // Most queries name one object and do not come again: both sides would remember them.
        PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 16);
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) LOGIN_TIMEOUT.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) LOGIN_TIMEOUT.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.SSL_MODE.set(properties, settings.sslMode().word());
        var rootCertificate = settings.sslRootCert();
        if (rootCertificate != null) {
            PGProperty.SSL_ROOT_CERT.set(properties, rootCertificate.toString());
        } else if (verifies(settings.sslMode())) {
            PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return properties;
    }

    /// Tells the operators of a server apart, and the processes of one operator.
    static String applicationName(BackendSettings settings) {
        return "postgresql-operator %s %s"
                .formatted(eightHex(settings.clusterId()), settings.instanceId());
    }

    private static String eightHex(String clusterId) {
        var start = EIGHT_HEX.matcher(clusterId);
        return start.lookingAt() ? start.group() : HexFormat.of().toHexDigits(clusterId.hashCode());
    }

    private static boolean verifies(SslMode mode) {
        return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }
}
