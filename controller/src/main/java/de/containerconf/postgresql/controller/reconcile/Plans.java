package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.plan.Observed;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Planner;
import de.containerconf.postgresql.controller.plan.Subject;
import org.jspecify.annotations.Nullable;

/// The plan of an object in this cluster, for passes and for the resync alike. Thread-safe.
public final class Plans {

    private final String cluster;
    private final ObjectCache cache;
    private final @Nullable String acceptedServer;

    /// @param cluster the cluster's id, as claims have it
    /// @param cache where the rivals of an object are
    /// @param acceptedServer the system identifier of the server on which databases of another one
    ///   may be created again; null: none
    public Plans(String cluster, ObjectCache cache, @Nullable String acceptedServer) {
        this.cluster = cluster;
        this.cache = cache;
        this.acceptedServer = acceptedServer;
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
                        acceptedServer));
    }
}
