package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.SecretContent;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.controller.port.StoredSecret;
import java.util.Optional;
import okhttp3.HttpUrl;

/// Single Secrets on the server.
final class KubernetesSecrets implements Secrets {

    private final ApiServer server;

    KubernetesSecrets(ApiServer server) {
        this.server = server;
    }

    @Override
    public Optional<StoredSecret> read(ObjectKey key) {
        try {
            return Optional.of(Requests.get(server, one(key).build(), SecretJson::read));
        } catch (ClusterFailure.Gone _) {
            return Optional.empty();
        }
    }

    @Override
    public void create(PostgreSQLConfig owner, SecretContent content) {
        Requests.create(
                server,
                all(owner.key().namespace()),
                SecretJson.create(owner, content),
                SecretJson::read);
    }

    @Override
    public void patch(StoredSecret stored, SecretContent content) {
        Requests.patch(
                server, one(stored.key()), SecretJson.patch(stored, content), SecretJson::read);
    }

    private HttpUrl.Builder all(String namespace) {
        return server.url("api", "v1", "namespaces", namespace, "secrets");
    }

    private HttpUrl.Builder one(ObjectKey key) {
        return all(key.namespace()).addPathSegment(key.name());
    }
}
