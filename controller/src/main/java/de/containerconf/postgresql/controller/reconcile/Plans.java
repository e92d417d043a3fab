package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.plan.Approvals;
import de.containerconf.postgresql.controller.plan.Observed;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Planner;
import de.containerconf.postgresql.controller.plan.Subject;

/// The plan of an object in this cluster, for passes and for the resync alike. Thread-safe.
public final class Plans {

    private final String cluster;
    private final ObjectCache cache;
    private final Approvals approvals;

    /// @param cluster the cluster's id, as claims have it
    /// @param cache where the rivals of an object are
    /// @param approvals what the administrator of the operator allows
    public Plans(String cluster, ObjectCache cache, Approvals approvals) {
        this.cluster = cluster;
        this.cache = cache;
        this.approvals = approvals;
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

    private boolean formerLives(PostgreSQLConfig object) {
        var former = object.annotations().get(PostgreSQLConfig.TAKE_OVER_FROM);
        return former != null && cache.all().stream().anyMatch(each -> each.uid().equals(former));
    }
}
