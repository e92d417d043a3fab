package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this cluster's operator left on the server, and no object names. Nothing of it is dropped
/// by itself: that nobody sees an object does not mean that there is none. Pure.
final class Leftovers {

    private final String cluster;
    private final List<Optional<String>> namespaces;
    private final Set<String> uids;
    private final Set<String> owners;

    /// @param namespaces those that `objects` are of; an empty one for all
    Leftovers(String cluster, List<Optional<String>> namespaces, List<PostgreSQLConfig> objects) {
        this.cluster = cluster;
        this.namespaces = namespaces;
        uids = objects.stream().map(PostgreSQLConfig::uid).collect(Collectors.toSet());
        owners =
                objects.stream()
                        .flatMap(each -> Stream.ofNullable(each.spec().owner()))
                        .collect(Collectors.toSet());
    }

    /// What there is, each as a sentence that says what can be done.
    List<String> of(Catalog catalog) {
        var everywhere = namespaces.contains(Optional.<String>empty());
        return Stream.of(
                        catalog.databases().stream().flatMap(this::database),
                        catalog.logins().stream().flatMap(this::login),
                        catalog.roles().stream().filter(_ -> everywhere).flatMap(this::role),
                        catalog.unfinished().stream()
                                .filter(uid -> everywhere && !uids.contains(uid))
                                .map(Leftovers::unfinished))
                .flatMap(each -> each)
                .sorted()
                .toList();
    }

    private Stream<String> database(DatabaseState database) {
        return database.claim() instanceof Claimed.By<DatabaseClaim>(var claim)
                        && claim.cluster().equals(cluster)
                        && isLookedAfter(claim.object().namespace())
                        && !uids.contains(claim.uid())
                ? Stream.of(
                        "database '%s' has the claim of the PostgreSQLConfig %s (uid %s), which is not there: one that is created under this name, for this owner ('%s'), has it back"
                                .formatted(
                                        database.name(),
                                        claim.object(),
                                        claim.uid(),
                                        database.owner()))
                : Stream.of();
    }

    private Stream<String> role(RoleState role) {
        return role.claim() instanceof Claimed.By<RoleClaim>(var claim)
                        && claim.cluster().equals(cluster)
                        && !owners.contains(role.name())
                ? Stream.of(
                        "role '%s' was created by this operator, and no object names it: if nobody needs it, an administrator can drop it"
                                .formatted(role.name()))
                : Stream.of();
    }

    private Stream<String> login(LoginState login) {
        var claim = login.claim();
        return claim.cluster().equals(cluster)
                        && isLookedAfter(claim.object().namespace())
                        && !uids.contains(claim.uid())
                ? Stream.of(
                        "login '%s' was made for the Secret of the PostgreSQLConfig %s (uid %s), which is not there: if nobody uses it, an administrator can drop it"
                                .formatted(login.name(), claim.object(), claim.uid()))
                : Stream.of();
    }

    private static String unfinished(String uid) {
        return "a database named pgc-new-%1$s or pgc-drop-%1$s was left by an interrupted operation for an object that is not there: an administrator can drop it"
                .formatted(uid);
    }

    private boolean isLookedAfter(String namespace) {
        return namespaces.contains(Optional.<String>empty())
                || namespaces.contains(Optional.of(namespace));
    }
}
