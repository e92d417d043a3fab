package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.controller.port.SecretContent;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.controller.port.StoredSecret;
import java.util.Optional;

/// Writes Secrets only while this process may act. Thread-safe. Each write can throw
/// [de.containerconf.postgresql.api.database.DatabaseFailure.Fenced].
final class FencedSecrets implements Secrets {

    private final Secrets secrets;
    private final Fence fence;

    FencedSecrets(Secrets secrets, Fence fence) {
        this.secrets = secrets;
        this.fence = fence;
    }

    @Override
    public Optional<StoredSecret> read(ObjectKey key) {
        return secrets.read(key);
    }

    @Override
    public void create(PostgreSQLConfig owner, SecretContent content) {
        fence.check();
        secrets.create(owner, content);
    }

    @Override
    public void patch(StoredSecret stored, SecretContent content) {
        fence.check();
        secrets.patch(stored, content);
    }
}
