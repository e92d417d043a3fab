package de.containerconf.postgresql.api.database;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach the server. Has no password in it, only the way to it.
///
/// @param host name or address
/// @param port 1 to 65535
/// @param user the login
/// @param password where the password comes from; read again for every new connection
/// @param database the maintenance database to connect to
/// @param sslMode whether and how the connection is encrypted and the server checked
/// @param sslRootCert PEM file of the authorities to trust for `verify-ca` and `verify-full`; null:
///   the JDK's
/// @param clusterId identifies the Kubernetes cluster, in claims
/// @param instanceId identifies this process among its peers: 8 hexadecimal digits
/// @param maxConnections how many connections statements may use at once, at least 1
/// @param options further settings of the backend, from `--option <id>.<key>=<value>`
public record BackendSettings(
        String host,
        int port,
        String user,
        PasswordSource password,
        String database,
        SslMode sslMode,
        @Nullable Path sslRootCert,
        String clusterId,
        String instanceId,
        int maxConnections,
        Map<String, String> options) {

    public BackendSettings {
        options = Map.copyOf(options);
    }

    /// The same with other options: for a backend before another one.
    public BackendSettings withOptions(Map<String, String> others) {
        return new BackendSettings(
                host,
                port,
                user,
                password,
                database,
                sslMode,
                sslRootCert,
                clusterId,
                instanceId,
                maxConnections,
                others);
    }

    /// The same for another database of the server.
    public BackendSettings withDatabase(String other) {
        return new BackendSettings(
                host,
                port,
                user,
                password,
                other,
                sslMode,
                sslRootCert,
                clusterId,
                instanceId,
                maxConnections,
                options);
    }

    /// Where the password comes from.
    @FunctionalInterface
    public interface PasswordSource {

        /// Reads the password as it is now.
        ///
        /// @throws DatabaseFailure.Unavailable if it cannot be read; the message names the file,
        ///   never its content
        String read();
    }

    /// As libpq's `sslmode`, PostgreSQL documentation section 32.19.3.
    public enum SslMode {
        DISABLE("disable"),
        ALLOW("allow"),
        PREFER("prefer"),
        REQUIRE("require"),
        VERIFY_CA("verify-ca"),
        VERIFY_FULL("verify-full");

        private final String word;

        SslMode(String word) {
            this.word = word;
        }

        /// As settings and drivers spell it.
        public String word() {
            return word;
        }
    }
}
