package de.containerconf.postgresql.app.settings;

import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the PostgreSQL server is.
public final class PostgresqlOptions {

    @Option(
            names = "--postgresql.host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "Name or address of the server (default: ${DEFAULT-VALUE}).")
    public String host = "";

    @Option(
            names = "--postgresql.port",
            paramLabel = "PORT",
            defaultValue = "5432",
            description = "Port of the server (default: ${DEFAULT-VALUE}).")
    public int port;

    @Option(
            names = "--postgresql.user",
            paramLabel = "ROLE",
            defaultValue = "postgres",
            description =
                    "The operator's login: a superuser, or a role with CREATEDB and CREATEROLE (default: ${DEFAULT-VALUE}).")
    public String user = "";

    @Option(
            names = "--postgresql.password-file",
            paramLabel = "FILE",
            description = {
                "File with the password of the login, read again for each new connection.",
                "Instead of it: the environment variable OPERATOR_POSTGRESQL_PASSWORD."
            })
    public @Nullable Path passwordFile;

    @Option(
            names = "--postgresql.database",
            paramLabel = "NAME",
            defaultValue = "postgres",
            description = "The database to connect to (default: ${DEFAULT-VALUE}).")
    public String database = "";

    @Option(
            names = "--postgresql.sslmode",
            paramLabel = "MODE",
            defaultValue = "prefer",
            converter = Converters.SslModes.class,
            description = {
                "Whether the connection is encrypted and the server checked (default: ${DEFAULT-VALUE}):",
                "disable, allow, prefer, require, verify-ca or verify-full."
            })
    public SslMode sslMode = SslMode.PREFER;

    @Option(
            names = "--postgresql.sslrootcert",
            paramLabel = "FILE",
            description =
                    "Certificates of the authorities to trust, for verify-ca and verify-full; without it those of the JDK.")
    public @Nullable Path sslRootCert;

    @Option(
            names = "--postgresql.public-host",
            paramLabel = "HOST",
            description =
                    "Name or address of the server as applications see it, for their Secrets (default: --postgresql.host).")
    public @Nullable String publicHost;

    @Option(
            names = "--postgresql.public-port",
            paramLabel = "PORT",
            description =
                    "Port of the server as applications see it, for their Secrets (default: --postgresql.port).")
    public @Nullable Integer publicPort;
}
