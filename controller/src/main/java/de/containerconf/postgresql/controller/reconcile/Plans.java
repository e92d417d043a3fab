package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.plan.Approvals;
import de.containerconf.postgresql.controller.plan.Observed;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Planner;
import de.containerconf.postgresql.controller.plan.Subject;
import java.util.Optional;

/// The plan of an object in this cluster, and what is said of one that is not executed, for passes
/// and for the resync alike. Thread-safe.
public final class Plans {

    private final String cluster;
    private final ObjectCache cache;
    private final Approvals approvals;
    private final Outlook outlook;

    /// @param cluster the cluster's id, as claims have it
    /// @param cache where the rivals of an object are
    /// @param approvals what the administrator of the operator allows
    /// @param outlook what is to be done besides the plan
    public Plans(String cluster, ObjectCache cache, Approvals approvals, Outlook outlook) {
        this.cluster = cluster;
        this.cache = cache;
        this.approvals = approvals;
        this.outlook = outlook;
    }

    Plan of(PostgreSQLConfig object, ServerInfo server, Catalog catalog) {
        var rivals = cache.rivals(object).stream().map(each -> Subject.of(cluster, each)).toList();
        return Planner.plan(
                Subject.of(cluster, object),
                Desired.of(object),
                new Observed(
                        server,
                        catalog,
                        rivals,
                        cache.sharer(object).map(PostgreSQLConfig::key).orElse(null),
                        formerLives(object),
                        approvals));
    }

    /// What the object is told instead of executing its plan; empty if it is to be executed.
    ///
    /// @param catalog what the plan was made from
    Optional<Outcome> instead(PostgreSQLConfig object, Plan plan, Catalog catalog) {
        return Verdicts.instead(object, plan, () -> outlook.of(object, catalog));
    }

    /// What would be done after the plan.
    Outlook.Ahead ahead(PostgreSQLConfig object, Catalog catalog) {
        return outlook.of(object, catalog);
    }

    private boolean formerLives(PostgreSQLConfig object) {
        var former = object.annotations().get(PostgreSQLConfig.TAKE_OVER_FROM);
        return former != null && cache.all().stream().anyMatch(each -> each.uid().equals(former));
    }
}
