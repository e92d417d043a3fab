package de.containerconf.postgresql.backend.jdbi;

import java.util.Collection;

/// Memberships of our login, documentation section 22.3, "Role Membership".
final class RightsSql {

    private RightsSql() {}

    /// What we may do with the roles, and the membership that we granted ourselves before.
    ///
    /// 16 and later know INHERIT and SET for each membership, and keep one row a grantor.
    static String read(int major, Collection<String> roles) {
        return major >= 16
                ? """
                SELECT r.rolname AS role, pg_has_role(current_user, r.oid, 'USAGE') AS inherits,
                       pg_has_role(current_user, r.oid, 'SET') AS sets,
                       m.oid IS NOT NULL AS member, m.inherit_option AS inherit, m.set_option AS set
                FROM pg_catalog.pg_roles r
                LEFT JOIN pg_catalog.pg_roles me ON me.rolname = current_user
                LEFT JOIN pg_catalog.pg_auth_members m
                       ON m.roleid = r.oid AND m.member = me.oid AND m.grantor = me.oid
                WHERE r.rolname = ANY (%s)\
                """
                        .formatted(Sql.names(roles))
                : """
                SELECT r.rolname AS role, pg_has_role(current_user, r.oid, 'USAGE') AS inherits,
                       pg_has_role(current_user, r.oid, 'MEMBER') AS sets,
                       EXISTS (SELECT FROM pg_catalog.pg_auth_members m
                               JOIN pg_catalog.pg_roles me ON me.oid = m.member
                               WHERE m.roleid = r.oid AND me.rolname = current_user) AS member,
                       true AS inherit, true AS set
                FROM pg_catalog.pg_roles r
                WHERE r.rolname = ANY (%s)\
                """
                        .formatted(Sql.names(roles));
    }

    /// What [LoginRights] holds.
    static String login() {
        return """
        SELECT r.rolname AS login, r.rolsuper AS superuser,
               r.rolsuper OR r.rolcreatedb AS creates_databases,
               r.rolsuper OR r.rolcreaterole AS creates_roles, r.rolinherit AS inherits,
               pg_has_role(r.oid, 'pg_signal_backend', 'USAGE') AS signals,
               pg_has_role(r.oid, 'pg_read_all_stats', 'USAGE') AS sees
        FROM pg_catalog.pg_roles r WHERE r.rolname = current_user\
        """;
    }

    static String take(int major, String role) {
        return grant(role) + (major >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "");
    }

    /// Removes our own grant only. Up to 15 a role has one membership whoever granted it: there
    /// this is right only where there was none.
    static String giveBack(String role) {
        return "REVOKE %s FROM CURRENT_USER".formatted(Sql.identifier(role));
    }

    /// 16 and later.
    static String restore(String role, boolean inherit, boolean set) {
        return "%s WITH INHERIT %s, SET %s"
                .formatted(grant(role), inherit ? "TRUE" : "FALSE", set ? "TRUE" : "FALSE");
    }

    /// What an administrator runs, once for a role: enough for everything that we do with it.
    static String remedy(int major, String role, String login) {
        return "GRANT %s TO %s%s;"
                .formatted(
                        Sql.identifier(role),
                        Sql.identifier(login),
                        major >= 16 ? " WITH ADMIN TRUE, INHERIT FALSE, SET FALSE" : "");
    }

    private static String grant(String role) {
        return "GRANT %s TO CURRENT_USER".formatted(Sql.identifier(role));
    }
}
