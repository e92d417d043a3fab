package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import java.util.LinkedHashSet;
import java.util.Optional;

/// Single objects on the server.
final class KubernetesObjects implements ConfigObjects {

    private final ApiServer server;

    KubernetesObjects(ApiServer server) {
        this.server = server;
    }

    @Override
    public Optional<PostgreSQLConfig> read(ObjectKey key) {
        try {
            return Optional.of(
                    Requests.get(server, ConfigKind.one(server, key).build(), ConfigJson::read));
        } catch (ClusterFailure.Gone _) {
            return Optional.empty();
        }
    }

    @Override
    public PostgreSQLConfig addFinalizer(PostgreSQLConfig object) {
        var finalizers = new LinkedHashSet<>(object.finalizers());
        finalizers.add(PostgreSQLConfig.FINALIZER);
        return patch(object, MergePatch.finalizers(object, finalizers));
    }

    @Override
    public Optional<PostgreSQLConfig> removeFinalizer(PostgreSQLConfig object) {
        var finalizers = new LinkedHashSet<>(object.finalizers());
        finalizers.remove(PostgreSQLConfig.FINALIZER);
        try {
            var stored = patch(object, MergePatch.finalizers(object, finalizers));
            // The answer to the patch that ends a deletion still shows the object.
            return stored.deleting() && stored.finalizers().isEmpty()
                    ? Optional.empty()
                    : Optional.of(stored);
        } catch (ClusterFailure.Gone _) {
            return Optional.empty();
        } catch (ClusterFailure.Outdated outdated) {
            var current = read(object.key());
            if (current.isEmpty() || !current.get().uid().equals(object.uid())) {
                return Optional.empty();
            }
            throw outdated;
        }
    }

    private PostgreSQLConfig patch(PostgreSQLConfig object, byte[] body) {
        return Requests.patch(server, ConfigKind.one(server, object.key()), body, ConfigJson::read);
    }

    @Override
    public PostgreSQLConfig writeStatus(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        return Requests.patch(
                server,
                ConfigKind.one(server, object.key()).addPathSegment("status"),
                MergePatch.status(object, status),
                ConfigJson::read);
    }
}
