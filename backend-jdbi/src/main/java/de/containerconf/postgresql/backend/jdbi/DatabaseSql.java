package de.containerconf.postgresql.backend.jdbi;

/// Statements that make, change and end databases and roles.
final class DatabaseSql {

    private DatabaseSql() {}

    static String createRole(String role) {
        return "CREATE ROLE %s LOGIN".formatted(Sql.identifier(role));
    }

    /// Locks the role against comments and new owners until the commit; refused while something
    /// depends on it.
    static String dropRole(String role) {
        return "DROP ROLE " + Sql.identifier(role);
    }

    /// Nobody can connect, so that no monitoring or pool sits in it and blocks the rename.
    static String create(String database) {
        return "CREATE DATABASE %s ALLOW_CONNECTIONS false".formatted(Sql.identifier(database));
    }

    /// The only statement that locks a database against everything, until the commit.
    static String rename(String database, String name) {
        return "ALTER DATABASE %s RENAME TO %s"
                .formatted(Sql.identifier(database), Sql.identifier(name));
    }

    static String allowConnections(String database) {
        return "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(Sql.identifier(database));
    }

    /// Not for a database whose DROP was interrupted: there it is FATAL.
    static String refuseConnections(String database) {
        return "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(Sql.identifier(database));
    }

    /// As it is for everybody else who has the rights by name.
    static String closeToPublic(String database) {
        return "REVOKE CONNECT, TEMPORARY ON DATABASE %s FROM PUBLIC"
                .formatted(Sql.identifier(database));
    }

    /// What a login owns can only be handed over from within.
    static String letUsIn(String database) {
        return "GRANT CONNECT ON DATABASE %s TO CURRENT_USER".formatted(Sql.identifier(database));
    }

    static String owner(String database, String role) {
        return "ALTER DATABASE %s OWNER TO %s"
                .formatted(Sql.identifier(database), Sql.identifier(role));
    }

    static String takeOwnership(String database) {
        return "ALTER DATABASE %s OWNER TO CURRENT_USER".formatted(Sql.identifier(database));
    }

    /// Not for a database whose DROP was interrupted: there it is FATAL.
    static String noTemplate(String database) {
        return "ALTER DATABASE %s IS_TEMPLATE false".formatted(Sql.identifier(database));
    }

    static String drop(String database) {
        return "DROP DATABASE " + Sql.identifier(database);
    }
}
