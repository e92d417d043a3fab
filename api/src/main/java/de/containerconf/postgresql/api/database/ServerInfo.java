package de.containerconf.postgresql.api.database;

/// What a server says of itself and of our login.
///
/// @param version `server_version_num`, for instance 180006
/// @param systemIdentifier identity of the data directory: another value is another server
/// @param login our role
/// @param maintenanceDatabase the database that we are connected to, which therefore no object can
///   have
/// @param createsDatabases whether the login may create databases: CREATEDB or SUPERUSER
/// @param createsRoles whether the login may create roles: CREATEROLE or SUPERUSER
public record ServerInfo(
        int version,
        String systemIdentifier,
        String login,
        String maintenanceDatabase,
        boolean superuser,
        boolean createsDatabases,
        boolean createsRoles) {

    /// The major version, for instance 18.
    public int major() {
        return version / 10_000;
    }
}
