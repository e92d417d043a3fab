package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.plan.Subject;
import de.containerconf.postgresql.controller.reconcile.Outlook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be done about logins, as far as that can be told without the Secrets, and whether it
/// may be done. Whether a Secret is as it should be shows in passes only. No I/O. Thread-safe.
public final class LoginOutlook implements Outlook {

    private final String cluster;
    private final Duration grace;
    private final ObjectCache cache;
    private final InstantSource clock;

    /// By role, the namespaces that have its databases; null before anything was read.
    private volatile @Nullable Map<String, Set<String>> namespaces;

    /// @param cluster the cluster's id, as claims have it
    /// @param grace how long a replaced login is kept at most
    /// @param cache where the other objects are
    public LoginOutlook(String cluster, Duration grace, ObjectCache cache, InstantSource clock) {
        this.cluster = cluster;
        this.grace = grace;
        this.cache = cache;
        this.clock = clock;
    }

    /// Remembers whose the databases of each role are.
    ///
    /// @param catalog all of the server
    public void learn(Catalog catalog) {
        namespaces = OwnerCheck.namespaces(cluster, catalog);
    }

    /// Whether [#refusal] knows enough.
    boolean learned() {
        return namespaces != null;
    }

    @Override
    public Ahead of(PostgreSQLConfig object, Catalog catalog) {
        if (!(Desired.of(object) instanceof Desired.Present desired)) {
            return Ahead.NOTHING;
        }
        var refusal = refusal(object, desired, catalog);
        return refusal.isPresent()
                ? Ahead.refused(refusal.get())
                : new Ahead(changes(desired, logins(object, catalog)), null);
    }

    /// What is to be done, if the Secret holds the latest login.
    LoginPlan plan(Desired.Present desired, List<LoginState> logins) {
        return desired.secret() == null
                ? LoginPlanner.none(logins)
                : LoginPlanner.unseen(desired, logins, clock.instant(), grace);
    }

    /// Why the object must not have a login; empty if it may, or wants none.
    ///
    /// @param catalog with the owner
    Optional<Outcome.Rejected> refusal(
            PostgreSQLConfig object, Desired.Present desired, Catalog catalog) {
        var known = namespaces;
        if (desired.secret() == null || known == null) {
            return Optional.empty();
        }
        return OwnerCheck.refusal(
                        Subject.of(cluster, object),
                        object,
                        desired,
                        catalog.role(desired.owner()),
                        known.getOrDefault(desired.owner().value(), Set.of()),
                        cache.all())
                .map(why -> new Outcome.Rejected(Reason.OWNER_NOT_ALLOWED, why));
    }

    /// Those of the object, the oldest first.
    List<LoginState> logins(PostgreSQLConfig object, Catalog catalog) {
        var subject = Subject.of(cluster, object);
        return catalog.loginsOf(object.uid()).stream().filter(subject::holds).toList();
    }

    private List<String> changes(Desired.Present desired, List<LoginState> logins) {
        var plan = plan(desired, logins);
        var changes = new ArrayList<String>();
        plan.first().stream().map(Step::description).forEach(changes::add);
        if (plan.issue()) {
            changes.add(issue(desired.secret(), logins.isEmpty()));
        }
        plan.later().stream().map(Step::description).forEach(changes::add);
        return changes;
    }

    private static String issue(@Nullable ConnectionSecret secret, boolean first) {
        return "%s login of Secret '%s'"
                .formatted(
                        first ? "create the" : "replace the", secret == null ? "" : secret.name());
    }
}
