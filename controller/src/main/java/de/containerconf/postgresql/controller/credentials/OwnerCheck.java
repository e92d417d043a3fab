package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.controller.plan.Subject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether an object may have a login that acts for its owner. A login has all rights of the owner,
/// and everybody who may write an object may name any owner: so the owner must be a role that was
/// created here, and that nothing outside of the object's namespace depends on. Pure.
final class OwnerCheck {

    /// Stands for databases that no object of this cluster has.
    private static final String NOBODY = "";

    private static final Comparator<PostgreSQLConfig> BY_AGE =
            Comparator.comparing(PostgreSQLConfig::creationTimestamp)
                    .thenComparing(PostgreSQLConfig::uid);

    private OwnerCheck() {}

    /// The namespaces whose objects have the databases of each role.
    static Map<String, Set<String>> namespaces(String cluster, Catalog catalog) {
        var namespaces = new HashMap<String, Set<String>>();
        for (var database : catalog.databases()) {
            namespaces
                    .computeIfAbsent(database.owner(), _ -> new HashSet<>())
                    .add(namespace(cluster, database));
        }
        return namespaces;
    }

    private static String namespace(String cluster, DatabaseState database) {
        return database.claim() instanceof Claimed.By<DatabaseClaim>(var claim)
                        && claim.cluster().equals(cluster)
                ? claim.object().namespace()
                : NOBODY;
    }

    /// Why it may not; empty if it may.
    ///
    /// @param owner the role, empty if it is gone by now
    /// @param namespaces those whose objects have databases of the role
    /// @param all every object
    static Optional<String> refusal(
            Subject subject,
            PostgreSQLConfig object,
            Desired.Present desired,
            Optional<RoleState> owner,
            Set<String> namespaces,
            List<PostgreSQLConfig> all) {
        var name = desired.owner();
        if (owner.isPresent()
                && !owner.get()
                        .claim()
                        .equals(new Claimed.By<>(new RoleClaim(subject.cluster())))) {
            return Optional.of(
                    "A login for spec.connectionSecret would have all rights of the role '%s', which was not created by this operator. Set spec.owner to a role of its own."
                            .formatted(name));
        }
        var elder =
                all.stream()
                        .filter(each -> name.value().equals(each.spec().owner()))
                        .filter(each -> isElsewhere(object, each))
                        .filter(each -> BY_AGE.compare(each, object) < 0)
                        .min(BY_AGE);
        if (elder.isPresent()) {
            return Optional.of(
                    "A login for spec.connectionSecret would have all rights of the role '%s', which belongs to an older object in the namespace '%s'. Set spec.owner to a role of its own."
                            .formatted(name, elder.get().key().namespace()));
        }
        var foreign =
                namespaces.stream()
                        .filter(each -> !each.equals(object.key().namespace()))
                        .filter(each -> !isYounger(each, name.value(), object, all))
                        .min(Comparator.naturalOrder());
        return foreign.map(each ->
                "A login for spec.connectionSecret would have all rights of the role '%s', which owns a database %s. Set spec.owner to a role of its own."
                        .formatted(
                                name,
                                each.equals(NOBODY)
                                        ? "of no object here"
                                        : "of the namespace '%s'".formatted(each)));
    }

    /// Whether the namespace came to the role later: then it is not for it to keep us out.
    private static boolean isYounger(
            String namespace, String owner, PostgreSQLConfig object, List<PostgreSQLConfig> all) {
        var there =
                all.stream()
                        .filter(each -> each.key().namespace().equals(namespace))
                        .filter(each -> owner.equals(each.spec().owner()))
                        .toList();
        return !there.isEmpty()
                && there.stream().allMatch(each -> BY_AGE.compare(object, each) < 0);
    }

    private static boolean isElsewhere(PostgreSQLConfig object, PostgreSQLConfig other) {
        return !other.key().namespace().equals(object.key().namespace());
    }
}
