package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks at what there is.
final class CatalogReader {

    private final Connections connections;

    /// Those of the last look at everything: most are still the same at the next one.
    private volatile Map<String, Comment> comments = Map.of();

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

    Catalog all() {
        var before = comments;
        var now = new HashMap<String, Comment>();
        Function<String, Comment> known =
                text -> now.computeIfAbsent(text, each -> kept(before, each));
        var catalog =
                read(connection ->
                        connection.rows(CatalogSql.all(), (row, _) -> CatalogRow.of(row, known)));
        comments = now;
        return catalog;
    }

    private static Comment kept(Map<String, Comment> before, String text) {
        var comment = before.get(text);
        return comment == null ? new Comment(text) : comment;
    }

    Catalog some(Lookup lookup) {
        return read(connection -> connection.rows(CatalogSql.some(lookup), CatalogRow::read));
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

    private Catalog read(Function<ServerConnection, List<CatalogRow>> look) {
        List<CatalogRow> rows;
        try (var connection = connections.acquire()) {
            rows = look.apply(connection);
        }
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
                        .collect(Collectors.toSet()));
    }
}
