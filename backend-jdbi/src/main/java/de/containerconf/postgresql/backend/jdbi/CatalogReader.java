package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks at what there is.
final class CatalogReader {

    private final Connections connections;

    CatalogReader(Connections connections) {
        this.connections = connections;
    }

    ServerInfo server() {
        try (var connection = connections.fresh()) {
            return connection
                    .row(
                            CatalogSql.server(),
                            (row, context) ->
                                    new ServerInfo(
                                            row.getInt("version"),
                                            row.getString("system_identifier"),
                                            row.getString("login"),
                                            row.getString("database"),
                                            row.getBoolean("superuser"),
                                            row.getBoolean("creates_databases"),
                                            row.getBoolean("creates_roles")))
                    .orElseThrow();
        }
    }

    Catalog all() {
        return catalog(CatalogSql.all());
    }

    Catalog some(Lookup lookup) {
        return catalog(CatalogSql.some(lookup));
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

    private Catalog catalog(String query) {
        List<CatalogRow> rows;
        try (var connection = connections.acquire()) {
            rows = connection.rows(query, CatalogRow::read);
        }
        return new Catalog(
                rows.stream()
                        .filter(row -> row.isDatabase() && row.privateName().isEmpty())
                        .map(CatalogRow::database)
                        .toList(),
                rows.stream().filter(row -> !row.isDatabase()).map(CatalogRow::role).toList(),
                rows.stream()
                        .map(CatalogRow::privateName)
                        .flatMap(Optional::stream)
                        .map(PrivateName::uid)
                        .collect(Collectors.toSet()));
    }
}
