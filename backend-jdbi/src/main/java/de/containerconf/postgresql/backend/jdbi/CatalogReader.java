package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at what there is.
final class CatalogReader {

    private final Connections connections;

    /// The last look at everything.
    private volatile Known known = new Known("", null);

    CatalogReader(Connections connections) {
        this.connections = connections;
    }

    ServerInfo server() {
        try (var connection = connections.fresh()) {
            var info = connection.row(CatalogSql.server(), CatalogReader::info).orElseThrow();
            connections.expect(info.systemIdentifier());
            return info;
        }
    }

    private static ServerInfo info(ResultSet row, Object context) throws SQLException {
        if (row.getBoolean("read_only")) {
            throw Failures.readOnly(null);
        }
        var version = row.getInt("version");
        var rights = LoginRights.read(row, context);
        return new ServerInfo(
                version,
                row.getString("system_identifier"),
                rights.name(),
                row.getString("database"),
                rights.superuser(),
                rights.createsDatabases(),
                rights.createsRoles(),
                row.getString("encryption"),
                rights.missing(version / 10_000));
    }

    /// The same instance as long as nothing changes.
    Catalog all() {
        var before = known;
        List<Seen> seen;
        try (var connection = connections.acquire()) {
            seen = connection.rows(CatalogSql.allUnless(before.digest), Seen::read);
        }
        var digest = seen.getFirst().digest;
        var catalog = before.catalog;
        if (catalog == null || !digest.equals(before.digest)) {
            catalog = catalog(seen.stream().map(Seen::row).filter(Objects::nonNull).toList());
            known = new Known(digest, catalog);
        }
        return catalog;
    }

    Catalog some(Lookup lookup) {
        try (var connection = connections.acquire()) {
            return catalog(connection.rows(CatalogSql.some(lookup), CatalogRow::read));
        }
    }

    Map<String, Integer> holders() {
        try (var connection = connections.acquire()) {
            return connection
                    .rows(
                            BlockersSql.count(),
                            (row, context) ->
                                    Map.entry(row.getString("database"), row.getInt("holders")))
                    .stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    private static Catalog catalog(List<CatalogRow> rows) {
        return new Catalog(
                rows.stream()
                        .filter(row -> row.isDatabase() && row.privateName().isEmpty())
                        .map(CatalogRow::database)
                        .toList(),
                rows.stream().filter(row -> !row.isDatabase()).map(CatalogRow::role).toList(),
                rows.stream().map(CatalogRow::login).flatMap(Optional::stream).toList(),
                rows.stream()
                        .map(CatalogRow::privateName)
                        .flatMap(Optional::stream)
                        .map(PrivateName::uid)
                        .collect(Collectors.toSet()),
                rows.stream()
                        .filter(CatalogReader::isHalfDropped)
                        .map(CatalogRow::database)
                        .toList());
    }

    private static boolean isHalfDropped(CatalogRow row) {
        return !row.broken()
                && row.privateName()
                        .filter(name ->
                                name.purpose() == PrivateName.Purpose.DROP
                                        && row.database().claimedBy(name.uid()))
                        .isPresent();
    }

    /// @param catalog null before the first look
    private record Known(String digest, @Nullable Catalog catalog) {}

    /// A row of [CatalogSql#allUnless].
    ///
    /// @param row null if nothing has changed
    private record Seen(String digest, @Nullable CatalogRow row) {

        static Seen read(ResultSet row, Object context) throws SQLException {
            return new Seen(
                    row.getString("digest"),
                    row.getString("kind") == null ? null : CatalogRow.read(row, context));
        }
    }
}
