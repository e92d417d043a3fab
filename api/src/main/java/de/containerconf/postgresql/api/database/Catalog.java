package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Databases and roles as they were at one moment, without the operator's private names. Immutable.
public final class Catalog {

    private final Map<String, DatabaseState> databases;
    private final Map<String, RoleState> roles;
    private final Map<String, List<DatabaseState>> byUid;
    private final Map<String, List<LoginState>> logins = new HashMap<>();
    private final Set<String> unfinished;
    private final Map<String, DatabaseState> halfDropped = new HashMap<>();

    /// A catalog without logins.
    ///
    /// @param unfinished uids of objects for which a crash left a database under a private name
    public Catalog(
            Collection<DatabaseState> databases,
            Collection<RoleState> roles,
            Set<String> unfinished) {
        this(databases, roles, List.of(), unfinished);
    }

    /// A catalog without databases that could be put back.
    ///
    /// @param roles every role, those of the logins too
    /// @param logins roles that were made for the Secrets of objects
    /// @param unfinished uids of objects for which a crash left a database under a private name
    public Catalog(
            Collection<DatabaseState> databases,
            Collection<RoleState> roles,
            Collection<LoginState> logins,
            Set<String> unfinished) {
        this(databases, roles, logins, unfinished, List.of());
    }

    /// @param roles every role, those of the logins too
    /// @param logins roles that were made for the Secrets of objects
    /// @param unfinished uids of objects for which a crash left a database under a private name
    /// @param halfDropped databases whose deletion had begun and that are whole, claim included,
    ///   under their private names
    public Catalog(
            Collection<DatabaseState> databases,
            Collection<RoleState> roles,
            Collection<LoginState> logins,
            Set<String> unfinished,
            Collection<DatabaseState> halfDropped) {
        this.databases =
                databases.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        DatabaseState::name, Function.identity()));
        this.roles =
                roles.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(RoleState::name, Function.identity()));
        this.unfinished = Set.copyOf(unfinished);
        byUid = new HashMap<>();
        for (var database : databases) {
            if (database.claim() instanceof Claimed.By<DatabaseClaim>(var claim)) {
                byUid.merge(claim.uid(), List.of(database), Catalog::concat);
            }
        }
        for (var database : halfDropped) {
            if (database.claim() instanceof Claimed.By<DatabaseClaim>(var claim)) {
                this.halfDropped.put(claim.uid(), database);
            }
        }
        for (var login : logins) {
            this.logins.merge(login.claim().uid(), List.of(login), Catalog::concat);
        }
    }

    /// The database of that name.
    public Optional<DatabaseState> database(DatabaseName name) {
        return Optional.ofNullable(databases.get(name.value()));
    }

    /// Every database whose claim names the object with that uid, whatever the database is called.
    public List<DatabaseState> databasesOf(String uid) {
        return byUid.getOrDefault(uid, List.of());
    }

    /// The role of that name.
    public Optional<RoleState> role(RoleName name) {
        return Optional.ofNullable(roles.get(name.value()));
    }

    /// The logins that were made for the Secret of the object with that uid, the oldest first.
    public List<LoginState> loginsOf(String uid) {
        return logins.getOrDefault(uid, List.of()).stream()
                .sorted(
                        Comparator.comparing((LoginState each) -> each.claim().issued())
                                .thenComparing(LoginState::name))
                .toList();
    }

    /// Every login.
    public Collection<LoginState> logins() {
        return logins.values().stream().flatMap(List::stream).toList();
    }

    /// Uids of objects for which a crash left a database half made or half dropped.
    /// [DatabaseOps#createDatabase] finishes the first, [DatabaseOps#discardUnfinished] both.
    public Set<String> unfinished() {
        return unfinished;
    }

    /// The database that is claimed for the object with that uid and has a private name, because
    /// its deletion had begun. Nothing of it is lost yet: [DatabaseOps#putBack] undoes that.
    public Optional<DatabaseState> halfDropped(String uid) {
        return Optional.ofNullable(halfDropped.get(uid));
    }

    /// Every database.
    public Collection<DatabaseState> databases() {
        return databases.values();
    }

    /// Every role.
    public Collection<RoleState> roles() {
        return roles.values();
    }

    private static <T> List<T> concat(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
