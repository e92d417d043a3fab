package de.containerconf.postgresql.backend.jdbi;

/// What keeps a database from being renamed or dropped, or is dropped with it.
final class BlockersSql {

    private BlockersSql() {}

    /// False if the session has gone by itself.
    static String terminate(int pid) {
        return "SELECT pg_catalog.pg_terminate_backend(%d)".formatted(pid);
    }

    /// Where somebody is connected as a role.
    static String databasesWith(String role) {
        return """
        SELECT DISTINCT coalesce(a.datname::text, 'replication') AS database
        FROM pg_catalog.pg_stat_activity a WHERE a.usename = %s ORDER BY 1\
        """
                .formatted(Sql.literal(role));
    }

    /// How many of them each database has.
    static String count() {
        return """
        SELECT d.datname AS database, count(*) AS holders
        FROM (
            SELECT a.datid AS oid FROM pg_catalog.pg_stat_activity a
            WHERE a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL
            UNION ALL
            SELECT x.oid FROM pg_catalog.pg_prepared_xacts p
            JOIN pg_catalog.pg_database x ON x.datname = p.database
            UNION ALL
            SELECT s.subdbid FROM pg_catalog.pg_subscription s
            UNION ALL
            SELECT s.datoid FROM pg_catalog.pg_replication_slots s WHERE s.active) h
        JOIN pg_catalog.pg_database d ON d.oid = h.oid
        GROUP BY d.datname\
        """;
    }

    /// One row a blocker. Background processes have no user, and leave when asked. Other columns
    /// that would tell them apart are hidden from a login without rights on the session's role.
    static String of(long oid) {
        return """
        SELECT 'session' AS kind, a.pid, a.usename::text AS who, a.application_name AS what,
               host(a.client_addr) AS client, a.backend_start IS NULL AS hidden
        FROM pg_catalog.pg_stat_activity a
        WHERE a.datid = %1$d AND a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL
        UNION ALL
        SELECT 'prepared transaction', NULL, p.owner::text, p.gid, NULL, false
        FROM pg_catalog.pg_prepared_xacts p
        JOIN pg_catalog.pg_database d ON d.datname = p.database WHERE d.oid = %1$d
        UNION ALL
        SELECT 'subscription', NULL, NULL, s.subname::text, NULL, false
        FROM pg_catalog.pg_subscription s WHERE s.subdbid = %1$d
        UNION ALL
        SELECT CASE WHEN s.active THEN 'active slot' ELSE 'idle slot' END, s.active_pid, NULL,
               s.slot_name::text, NULL, false
        FROM pg_catalog.pg_replication_slots s WHERE s.datoid = %1$d\
        """
                .formatted(oid);
    }
}
