package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.api.database.Fence;
import io.micrometer.core.instrument.MeterRegistry;

/// The backend `jdbi`. Its only option is `clear-text-passwords`: `never`, or `tls` for servers
/// that take no verifiers, which then get the passwords of logins themselves, over TLS only.
public final class JdbiDatabaseOpsProvider implements DatabaseOpsProvider {

    /// For the service loader.
    public JdbiDatabaseOpsProvider() {}

    @Override
    public String id() {
        return "jdbi";
    }

    @Override
    public String description() {
        return "PostgreSQL over JDBC, with JDBI and a pool of connections";
    }

    @Override
    public DatabaseOps open(BackendSettings settings, Fence fence, MeterRegistry meters) {
        settings.options().keySet().stream()
                .filter(option -> !option.equals(LoginPasswords.OPTION))
                .sorted()
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(
                            "the backend jdbi has no option '%s': it has %s"
                                    .formatted(option, LoginPasswords.OPTION));
                });
        LoginPasswords.inClearText(settings.options());
        return new JdbiDatabaseOps(settings, fence, meters);
    }
}
