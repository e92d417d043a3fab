package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.NewLogin;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A backend as an operator uses it: what tests say in one line.
public record TestOperator(DatabaseOps ops) implements AutoCloseable {

    /// The cluster of every claim here.
    public static final String CLUSTER = "0a1b2c3d-1111-2222-3333-444455556666";

    /// The claim of every role here.
    public static final RoleClaim ROLE_CLAIM = new RoleClaim(CLUSTER);

    /// Opens the backend.
    public static TestOperator of(
            DatabaseOpsProvider provider, BackendSettings settings, Fence fence) {
        return new TestOperator(provider.open(settings, fence, new SimpleMeterRegistry()));
    }

    /// Settings for a server without TLS.
    public static BackendSettings settings(
            String host, int port, Login login, Map<String, String> options) {
        return new BackendSettings(
                host,
                port,
                login.name(),
                login::password,
                "postgres",
                SslMode.DISABLE,
                null,
                CLUSTER,
                "89abcdef",
                4,
                options);
    }

    /// The claim of the object with that uid, on a database that it created.
    public static DatabaseClaim claim(String uid) {
        return claim(uid, Origin.CREATED);
    }

    /// The claim of the object with that uid.
    public static DatabaseClaim claim(String uid, Origin origin) {
        return new DatabaseClaim(CLUSTER, new ObjectKey("shop", uid), uid, origin);
    }

    /// Creates a role and claims it.
    public void createRole(String name) {
        ops.createRole(new RoleName(name), ROLE_CLAIM);
    }

    /// Creates a database for the object with that uid.
    public void createDatabase(String name, String owner, String uid) {
        ops.createDatabase(
                new NewDatabase(new DatabaseName(name), new RoleName(owner)), claim(uid));
    }

    /// Creates role and database.
    public DatabaseState create(String name, String owner, String uid) {
        createRole(owner);
        createDatabase(name, owner, uid);
        return state(name);
    }

    /// Creates a login for the object with that uid.
    public LoginState createLogin(
            String name, Password password, String owner, String database, String uid) {
        ops.createLogin(
                new NewLogin(
                        new RoleName(name),
                        password,
                        new RoleName(owner),
                        new DatabaseName(database)),
                new LoginClaim(
                        CLUSTER,
                        new ObjectKey("shop", uid),
                        uid,
                        password.key(),
                        Instant.parse("2030-01-01T00:00:00Z")));
        return logins(uid).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What the backend says of the logins of the object with that uid.
    public List<LoginState> logins(String uid) {
        return ops.catalog(new Lookup(Set.of(), Set.of(), Set.of(uid))).loginsOf(uid);
    }

    /// What the backend says of a database that must be there.
    public DatabaseState state(String name) {
        var database = new DatabaseName(name);
        return ops.catalog(new Lookup(Set.of(database), Set.of(), Set.of()))
                .database(database)
                .orElseThrow();
    }

    /// What the backend says of a role that must be there.
    public RoleState role(String name) {
        var role = new RoleName(name);
        return ops.catalog(new Lookup(Set.of(), Set.of(role), Set.of())).role(role).orElseThrow();
    }

    @Override
    public void close() {
        ops.close();
    }
}
