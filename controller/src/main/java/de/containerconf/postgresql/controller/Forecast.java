package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.cache.Scope;
import de.containerconf.postgresql.controller.credentials.CredentialsResource;
import de.containerconf.postgresql.controller.credentials.LoginOutlook;
import de.containerconf.postgresql.controller.credentials.NoCredentials;
import de.containerconf.postgresql.controller.plan.Approvals;
import de.containerconf.postgresql.controller.reconcile.Outlook;
import de.containerconf.postgresql.controller.reconcile.Plans;
import de.containerconf.postgresql.controller.reconcile.Preview;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What the operator would do on the server for one object.
///
/// @param changes in this order; none if the world is as it should be, or if nothing may be done
/// @param remarks why nothing is done, or what stays
public record Forecast(ObjectKey object, List<String> changes, List<String> remarks) {

    public Forecast {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
    }

    /// Plans for all objects at once, and changes nothing.
    ///
    /// @param settings those that the operator would have
    /// @param objects all that the operator would see
    /// @param clock tells which logins are due
    /// @throws DatabaseFailure if the server cannot be read
    public static List<Forecast> of(
            ControllerSettings settings,
            DatabaseOps ops,
            Collection<PostgreSQLConfig> objects,
            InstantSource clock) {
        var cache = new ObjectCache((_, _) -> {});
        new Scope(cache, null, () -> {}).replace(objects);
        var catalog = ops.catalog();
        var plans =
                new Plans(
                        settings.clusterId(),
                        cache,
                        new Approvals(
                                settings.acceptedServer(), settings.takeOver(), settings.closed()),
                        outlook(settings, cache, catalog, clock));
        var preview = new Preview(plans, ops.server(), catalog);
        return objects.stream()
                .sorted(Comparator.comparing(PostgreSQLConfig::key))
                .map(object -> {
                    var words = preview.of(object);
                    return new Forecast(object.key(), words.changes(), words.remarks());
                })
                .toList();
    }

    private static Outlook outlook(
            ControllerSettings settings, ObjectCache cache, Catalog catalog, InstantSource clock) {
        if (!settings.resources().contains(CredentialsResource.ID)) {
            return new NoCredentials();
        }
        var outlook =
                new LoginOutlook(
                        settings.clusterId(), settings.credentials().grace(), cache, clock);
        outlook.learn(catalog);
        return outlook;
    }
}
