package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Lookup;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads of the catalogs, each one statement and so one snapshot. Everybody may run them.
///
/// Comments come from `shobj_description` and not from a join with pg_shdescription, which without
/// fresh statistics becomes a nested loop.
final class CatalogSql {

    /// Comments have no length limit: of all databases, only claim lines are read. A longer line
    /// than this is none of ours.
    private static final String CLAIM_LINES =
            """
            CASE WHEN strpos(c.comment, 'containerconf.de/claim') > 0 THEN (
                    SELECT string_agg(left(line[1], 4096), chr(10))
                    FROM regexp_matches(c.comment, '^containerconf\\.de/claim.*$', 'gn') AS line) END\
            """;

    private static final String WHOLE_COMMENT = "c.comment";

    private static final String DATABASES = "pg_catalog.pg_database";
    private static final String ROLES = "pg_catalog.pg_roles";

    private CatalogSql() {}

    /// All databases and roles, and in each row a digest of all of them. If it is the given one,
    /// there is only one row, without anything else: nothing has changed, and nothing needs to
    /// travel. In whatever order the server reads, another order only looks like a change.
    static String allUnless(String digest) {
        return """
        WITH seen AS MATERIALIZED (
        %s
        UNION ALL
        %s),
        digest AS (
            SELECT encode(sha256(convert_to(string_agg(s::text, chr(10)), getdatabaseencoding())), 'hex')
                   AS digest
            FROM seen s)
        SELECT g.digest, s.* FROM digest g LEFT JOIN seen s ON g.digest <> %s\
        """
                .formatted(
                        databases(CLAIM_LINES, DATABASES),
                        roles(CLAIM_LINES, ROLES),
                        Sql.literal(digest));
    }

    /// Those of the lookup.
    static Query some(Lookup lookup) {
        return Query.of(value -> some(lookup, value));
    }

    private static String some(Lookup lookup, Function<String, String> value) {
        return """
        WITH ours AS MATERIALIZED (
            SELECT s.objoid, s.classoid FROM pg_catalog.pg_shdescription s WHERE %s)
        """
                        .formatted(
                                or(
                                        lookup.uids().stream()
                                                .sorted()
                                                .map(value)
                                                .map("strpos(s.description, %s) > 0"::formatted)))
                + databases(WHOLE_COMMENT, found(DATABASES, databaseOids(lookup, value)))
                + "\nUNION ALL\n"
                + roles(WHOLE_COMMENT, found(ROLES, roleOids(lookup, value)));
    }

    private static Stream<String> databaseOids(Lookup lookup, Function<String, String> value) {
        var names = lookup.databases().stream().map(DatabaseName::value);
        return Stream.of(
                        named(DATABASES, "datname", names, value),
                        privateNames(lookup.uids(), value),
                        Stream.of(ours("pg_database")))
                .flatMap(Function.identity());
    }

    private static Stream<String> roleOids(Lookup lookup, Function<String, String> value) {
        var names = lookup.roles().stream().map(RoleName::value);
        return Stream.concat(named(ROLES, "rolname", names, value), Stream.of(ours("pg_authid")));
    }

    /// Rows of a catalog, each through its index. A condition with OR would read the whole catalog
    /// as long as there are no statistics, which a server does not have while many databases are
    /// being created.
    ///
    /// @param oids queries of their oids, at least one
    private static String found(String catalog, Stream<String> oids) {
        return "(%s) k(oid), LATERAL (SELECT * FROM %s t WHERE t.oid = k.oid OFFSET 0)"
                .formatted(oids.collect(Collectors.joining("\nUNION ")), catalog);
    }

    private static Stream<String> named(
            String catalog, String column, Stream<String> names, Function<String, String> value) {
        return names.sorted()
                .map(each -> oid(catalog, "%s = %s".formatted(column, name(each, value))));
    }

    private static String oid(String catalog, String condition) {
        return "SELECT oid FROM %s WHERE %s".formatted(catalog, condition);
    }

    private static String ours(String catalog) {
        return "SELECT objoid FROM ours WHERE classoid = 'pg_catalog.%s'::pg_catalog.regclass"
                .formatted(catalog);
    }

    /// One database as it is now.
    static String database(String name) {
        return databases(WHOLE_COMMENT, one(DATABASES, "datname", name));
    }

    /// One role as it is now.
    static String role(String name) {
        return roles(WHOLE_COMMENT, one(ROLES, "rolname", name));
    }

    private static String one(String catalog, String column, String name) {
        return "(SELECT * FROM %s WHERE %s = %s)".formatted(catalog, column, Sql.literal(name));
    }

    /// Databases under private names of the object, whoever owns them.
    static String privates(String uid) {
        return databases(WHOLE_COMMENT, found(DATABASES, privateNames(List.of(uid), Sql::literal)));
    }

    /// The identity of the data directory, documentation table 9.89.
    static String systemIdentifier() {
        return "SELECT system_identifier::text FROM pg_catalog.pg_control_system()";
    }

    /// What [de.containerconf.postgresql.api.database.ServerInfo] holds.
    static String server() {
        return """
        SELECT current_setting('server_version_num')::int AS version,
               (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system_identifier,
               current_database() AS database,
               current_setting('transaction_read_only')::bool AS read_only,
               (SELECT s.version FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_backend_pid())
                   AS encryption,
               l.*
        FROM (%s) l\
        """
                .formatted(RightsSql.login());
    }

    /// @param source of the rows
    private static String databases(String comment, String source) {
        return """
        SELECT 'database' AS kind, d.oid, d.datname AS name, a.rolname AS owner, %s AS comment,
               d.datistemplate AS template, d.datconnlimit = -2 AS broken,
               a.rolname IS NOT DISTINCT FROM current_user AS mine, false AS privileged,
               false AS enabled, NULL AS acts_in,
               d.datacl IS NULL OR EXISTS (
                   SELECT FROM aclexplode(d.datacl) p
                   WHERE p.grantee = 0 AND p.privilege_type IN ('CONNECT', 'TEMPORARY')) AS open
        FROM %s d LEFT JOIN pg_catalog.pg_roles a ON a.oid = d.datdba,
             LATERAL (SELECT shobj_description(d.oid, 'pg_database') AS comment OFFSET 0) c\
        """
                .formatted(comment, source);
    }

    /// @param source of the rows
    private static String roles(String comment, String source) {
        return """
        SELECT 'role' AS kind, r.oid, r.rolname AS name, a.owner, %s AS comment,
               false AS template, false AS broken, false AS mine,
               r.rolsuper OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls AS privileged,
               r.rolcanlogin AS enabled, a.acts_in, false AS open
        FROM %s r
             CROSS JOIN LATERAL (SELECT shobj_description(r.oid, 'pg_authid') AS comment OFFSET 0) c
             LEFT JOIN LATERAL (
                 SELECT o.rolname AS owner, i.datname AS acts_in
                 FROM pg_catalog.pg_auth_members m
                 JOIN pg_catalog.pg_roles o ON o.oid = m.roleid
                 JOIN pg_catalog.pg_db_role_setting s
                      ON s.setrole = r.oid AND ('role=' || o.rolname) = ANY (s.setconfig)
                 JOIN pg_catalog.pg_database i ON i.oid = s.setdatabase
                 WHERE strpos(c.comment, ' login ') > 0 AND m.member = r.oid LIMIT 1) a ON true\
        """
                .formatted(comment, source);
    }

    /// As ranges, which the index of names serves: what may follow a private name is a dash and
    /// hexadecimal digits, and all of those come before a `g`.
    ///
    /// @return queries of their oids
    private static Stream<String> privateNames(
            Collection<String> uids, Function<String, String> value) {
        return uids.stream()
                .flatMap(uid ->
                        Stream.of(PrivateName.Purpose.values())
                                .map(purpose -> PrivateName.of(purpose, uid).name()))
                .sorted()
                .map(name ->
                        oid(
                                DATABASES,
                                "datname BETWEEN %s AND %s"
                                        .formatted(name(name, value), name(name + "-g", value))));
    }

    private static String name(String name, Function<String, String> value) {
        return value.apply(name) + "::pg_catalog.name";
    }

    private static String or(Stream<String> conditions) {
        var all = conditions.collect(Collectors.joining(" OR "));
        return all.isEmpty() ? "false" : all;
    }
}
