package de.containerconf.postgresql.backend.jdbi;

/// Statements about logins: roles that act for the owner of a database.
final class LoginSql {

    private LoginSql() {}

    /// What a login may do is what its owner may do.
    static String create(String login, String verifier) {
        return "CREATE ROLE %s LOGIN PASSWORD %s"
                .formatted(Sql.identifier(login), Sql.literal(verifier));
    }

    static String enable(String login) {
        return "ALTER ROLE %s LOGIN".formatted(Sql.identifier(login));
    }

    /// Sessions that there are go on.
    static String disable(String login) {
        return "ALTER ROLE %s NOLOGIN".formatted(Sql.identifier(login));
    }

    static String join(String login, String owner) {
        return "GRANT %s TO %s".formatted(Sql.identifier(owner), Sql.identifier(login));
    }

    /// Removes our own grant; that of somebody else stays, with a warning.
    static String leave(String login, String owner) {
        return "REVOKE %s FROM %s".formatted(Sql.identifier(owner), Sql.identifier(login));
    }

    /// Each of its sessions there begins as the owner (documentation of ALTER ROLE, "SET"), so that
    /// what it creates belongs to the owner.
    static String become(String login, String database, String owner) {
        return "ALTER ROLE %s IN DATABASE %s SET role TO %s"
                .formatted(Sql.identifier(login), Sql.identifier(database), Sql.literal(owner));
    }

    /// Both in the database that one is connected to only. What was granted to the login goes.
    static String[] handOver(String login, String owner) {
        return new String[] {
            "REASSIGN OWNED BY %s TO %s".formatted(Sql.identifier(login), Sql.identifier(owner)),
            "DROP OWNED BY " + Sql.identifier(login)
        };
    }

    /// Whether this connection is encrypted.
    static String encrypted() {
        return "SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_backend_pid()";
    }

    /// Sessions of a login, wherever they are.
    static String sessions(String login) {
        return """
        SELECT s.pid FROM pg_catalog.pg_stat_activity s
        WHERE s.usename = %s AND s.pid <> pg_backend_pid()\
        """
                .formatted(Sql.literal(login));
    }

    /// Whether the session ended within two seconds, documentation table 9.96.
    static String terminate(int pid) {
        return "SELECT pg_terminate_backend(%d, 2000) AS ended".formatted(pid);
    }
}
