package de.containerconf.postgresql.api.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server says of itself and of our login.
///
/// @param version `server_version_num`, for instance 180006
/// @param systemIdentifier identity of the data directory: another value is another server
/// @param login our role
/// @param maintenanceDatabase the database that we are connected to, which therefore no object can
///   have
/// @param createsDatabases whether the login may create databases: CREATEDB or SUPERUSER
/// @param createsRoles whether the login may create roles: CREATEROLE or SUPERUSER
/// @param encryption how the connection is encrypted, for instance `TLSv1.3`; null: not at all
/// @param missingRights what the login may not do, as far as it can be told beforehand: whether it
///   may act for a role is seen when it has to
public record ServerInfo(
        int version,
        String systemIdentifier,
        String login,
        String maintenanceDatabase,
        boolean superuser,
        boolean createsDatabases,
        boolean createsRoles,
        @Nullable String encryption,
        List<MissingRight> missingRights) {

    /// The oldest major version that the operator works with.
    public static final int OLDEST = 15;

    public ServerInfo {
        missingRights = List.copyOf(missingRights);
    }

    /// Of a connection in plain text, with a login that lacks nothing.
    public ServerInfo(
            int version,
            String systemIdentifier,
            String login,
            String maintenanceDatabase,
            boolean superuser,
            boolean createsDatabases,
            boolean createsRoles) {
        this(
                version,
                systemIdentifier,
                login,
                maintenanceDatabase,
                superuser,
                createsDatabases,
                createsRoles,
                null,
                List.of());
    }

    /// The major version, for instance 18.
    public int major() {
        return version / 10_000;
    }

    /// As people write it, for instance `18.6`.
    public String versionWords() {
        return major() + "." + version % 10_000;
    }
}
