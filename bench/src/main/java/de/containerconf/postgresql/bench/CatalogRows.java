package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Databases without files: rows of the catalog, with the owners and the claims that the operator
/// would have made. 10,000 real ones take 75 GB and most of an hour, and show nothing more: an
/// operator whose objects are Ready reads the shared catalogs, and never connects to a database of
/// theirs. Nobody can connect to these, and a server that has them is good for nothing else.
final class CatalogRows {

    /// Locks are held until the end of a transaction, and there is room for some thousands.
    private static final int AT_ONCE = 500;

    private final Postgres postgres;
    private final String cluster;

    /// Where the server's own counter does not come.
    private long nextOid = 3_000_000_000L;

    /// @param cluster of the claims
    CatalogRows(Postgres postgres, String cluster) {
        this.postgres = postgres;
        this.cluster = cluster;
    }

    /// Adds databases of these names, each owned by a role of its name, which is made too.
    ///
    /// @param uids of their objects, by name; no name needs quotes
    void add(Map<String, String> uids) {
        var all = List.copyOf(new TreeMap<>(uids).entrySet());
        for (var i = 0; i < all.size(); i += AT_ONCE) {
            var some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
            insert(some.stream().map(Map.Entry::getKey).toList());
            own(some);
        }
        // What autovacuum would have done within minutes.
        postgres.execute("VACUUM (ANALYZE) pg_database, pg_authid, pg_shdescription, pg_shdepend");
    }

    /// Rows as of databases of the superuser that are copies of template1.
    private void insert(List<String> names) {
        var added =
                IntStream.range(0, names.size())
                        .mapToObj(i -> "(%d::oid, '%s'::name)".formatted(nextOid + i, names.get(i)))
                        .collect(Collectors.joining(", "));
        nextOid += names.size();
        postgres.execute(
                """
                CREATE TEMP TABLE added AS
                    SELECT d.*, n.* FROM pg_database d, (VALUES %s) AS n(new_oid, new_name)
                    WHERE d.datname = 'template1'\
                """
                        .formatted(added));
        postgres.execute(
                "UPDATE added SET oid = new_oid, datname = new_name, datistemplate = false, datacl = NULL");
        postgres.execute("ALTER TABLE added DROP COLUMN new_oid, DROP COLUMN new_name");
        // Needed to write a catalog, and for nothing else.
        postgres.execute("SET allow_system_table_mods = on");
        postgres.execute("INSERT INTO pg_database SELECT * FROM added");
        postgres.execute("RESET allow_system_table_mods");
        postgres.execute("DROP TABLE added");
    }

    /// The rest is as always.
    private void own(List<Map.Entry<String, String>> uids) {
        postgres.execute(
                uids.stream()
                        .map(each ->
                                """
                                CREATE ROLE %1$s LOGIN;
                                COMMENT ON ROLE %1$s IS '%2$s';
                                ALTER DATABASE %1$s OWNER TO %1$s;
                                COMMENT ON DATABASE %1$s IS '%3$s';
                                """
                                        .formatted(
                                                each.getKey(),
                                                new RoleClaim(cluster).line(),
                                                claim(each.getKey(), each.getValue())))
                        .collect(Collectors.joining("", "DO $$ BEGIN\n", "END $$")));
    }

    private String claim(String name, String uid) {
        var object = new ObjectKey(Objects.NAMESPACE, name);
        return new DatabaseClaim(cluster, object, uid, Origin.CREATED).line();
    }
}
