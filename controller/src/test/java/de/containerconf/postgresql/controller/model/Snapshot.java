package de.containerconf.postgresql.controller.model;

import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All that could be touched on the server, by oid.
record Snapshot(Map<String, Database> databases, Map<String, Role> roles) {

    /// @param open whether it lets sessions in
    record Database(
            String oid, String name, String owner, Comment comment, boolean open, boolean broken) {

        Optional<DatabaseClaim> claim() {
            return comment.databaseClaim() instanceof Claimed.By<DatabaseClaim>(var claim)
                    ? Optional.of(claim)
                    : Optional.empty();
        }

        boolean shut() {
            return claim().filter(DatabaseClaim::shut).isPresent();
        }

        boolean unclaimed() {
            return comment.databaseClaim() instanceof Claimed.ByNobody<DatabaseClaim>;
        }
    }

    /// @param attributes all of pg_roles
    record Role(String oid, String name, Comment comment, String attributes) {

        Optional<LoginClaim> login() {
            return comment.loginClaim() instanceof Claimed.By<LoginClaim>(var claim)
                    ? Optional.of(claim)
                    : Optional.empty();
        }
    }

    static Snapshot of(PostgresServer postgres) {
        var databases =
                postgres
                        .query(
                                """
                                SELECT d.oid, datname, r.rolname, datallowconn, datconnlimit,
                                       shobj_description(d.oid, 'pg_database')
                                FROM pg_database d JOIN pg_roles r ON r.oid = datdba
                                WHERE datname NOT IN ('postgres', 'template0', 'template1')\
                                """)
                        .stream()
                        .map(row -> row.split("\\|", 6))
                        .map(row ->
                                new Database(
                                        row[0],
                                        row[1],
                                        row[2],
                                        new Comment(row[5]),
                                        row[3].equals("t"),
                                        row[4].equals("-2")));
        var roles =
                postgres
                        .query(
                                """
                                SELECT oid, rolname, to_jsonb(r)::text, shobj_description(oid, 'pg_authid')
                                FROM pg_roles r WHERE oid > 16383\
                                """)
                        .stream()
                        .map(row -> row.split("\\|", 4))
                        .map(row -> new Role(row[0], row[1], new Comment(row[3]), row[2]));
        return new Snapshot(
                databases.collect(Collectors.toMap(Database::oid, Function.identity())),
                roles.collect(Collectors.toMap(Role::oid, Function.identity())));
    }

    /// What is other than before, a word each.
    List<String> changesSince(Snapshot before) {
        var words = new ArrayList<String>();
        databases.forEach((oid, is) -> {
            var was = before.databases.get(oid);
            if (was == null) {
                words.add("created");
            } else if (!was.equals(is)) {
                words.add("changed");
            }
        });
        before.databases.keySet().stream()
                .filter(oid -> !databases.containsKey(oid))
                .forEach(_ -> words.add("dropped"));
        roles.keySet().stream()
                .filter(oid -> !before.roles.containsKey(oid))
                .forEach(_ -> words.add("role created"));
        before.roles.keySet().stream()
                .filter(oid -> !roles.containsKey(oid))
                .forEach(_ -> words.add("role dropped"));
        return words;
    }

    List<Database> named(String name) {
        return databases.values().stream().filter(each -> each.name().equals(name)).toList();
    }
}
