package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.controller.port.SecretContent;
import de.containerconf.postgresql.controller.port.StoredSecret;
import java.util.HashMap;
import java.util.Optional;

/// What the Secret of an object is, and what it should be. Pure, but for the certificates, which
/// are read from a file.
final class SecretView {

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String OPERATOR = "postgresql-operator";

    private SecretView() {}

    /// Only what says that it belongs to the object is written.
    static boolean isOurs(PostgreSQLConfig object, StoredSecret stored) {
        return stored.owners().contains(object.uid());
    }

    /// The password that it holds.
    static Optional<Password> password(StoredSecret stored) {
        return Optional.ofNullable(stored.data().get(SecretData.PASSWORD)).map(Password::of);
    }

    static SecretContent content(
            Endpoint endpoint, Desired.Present desired, ConnectionSecret secret, Login login) {
        var labels = new HashMap<>(secret.labels());
        labels.put(MANAGED_BY, OPERATOR);
        return new SecretContent(
                secret.name(),
                labels,
                secret.annotations(),
                SecretData.of(endpoint, desired.database(), login.name(), login.password()));
    }

    /// What an application logs in with.
    record Login(String name, Password password) {}
}
