package de.containerconf.postgresql.controller.model;

import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.function.Predicate;

/// Which roles a login can neither be nor make itself a member of: superusers for all others, and
/// since 16 every role without ADMIN option (PostgreSQL, "Role Membership").
record Denied(PostgresServer postgres, String login) implements Predicate<String> {

    @Override
    public boolean test(String role) {
        return !postgres.query(
                        """
                        SELECT FROM pg_roles r JOIN pg_roles us ON us.rolname = ?
                        WHERE r.rolname = ? AND NOT us.rolsuper AND r.oid <> us.oid
                          AND (r.rolsuper
                               OR current_setting('server_version_num')::int >= 160000
                                  AND NOT pg_has_role(us.oid, r.oid, 'MEMBER WITH ADMIN OPTION'))\
                        """,
                        login,
                        role)
                .isEmpty();
    }
}
