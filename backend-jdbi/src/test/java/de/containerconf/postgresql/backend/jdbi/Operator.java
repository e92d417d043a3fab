package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;

/// The backend as an operator uses it: what tests say in one line.
record Operator(DatabaseOps ops) implements AutoCloseable {

    static final String CLUSTER = "0a1b2c3d-1111-2222-3333-444455556666";
    static final RoleClaim ROLE_CLAIM = new RoleClaim(CLUSTER);

    static Operator of(PostgresServer postgres, Login login) {
        return of(postgres, login, Fence.OPEN);
    }

    static Operator of(PostgresServer postgres, Login login, Fence fence) {
        return of(settings(postgres.host(), postgres.port(), login), fence);
    }

    static Operator of(BackendSettings settings, Fence fence) {
        return new Operator(
                new JdbiDatabaseOpsProvider().open(settings, fence, new SimpleMeterRegistry()));
    }

    static BackendSettings settings(String host, int port, Login login) {
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
                Map.of());
    }

    /// The object with that uid.
    static DatabaseClaim claim(String uid) {
        return claim(uid, Origin.CREATED);
    }

    static DatabaseClaim claim(String uid, Origin origin) {
        return new DatabaseClaim(CLUSTER, new ObjectKey("shop", uid), uid, origin);
    }

    void createRole(String name) {
        ops.createRole(new RoleName(name), ROLE_CLAIM);
    }

    void createDatabase(String name, String owner, String uid) {
        ops.createDatabase(
                new NewDatabase(new DatabaseName(name), new RoleName(owner)), claim(uid));
    }

    /// Role and database.
    DatabaseState create(String name, String owner, String uid) {
        createRole(owner);
        createDatabase(name, owner, uid);
        return state(name);
    }

    DatabaseState state(String name) {
        var database = new DatabaseName(name);
        return ops.catalog(new Lookup(Set.of(database), Set.of(), Set.of()))
                .database(database)
                .orElseThrow();
    }

    RoleState role(String name) {
        var role = new RoleName(name);
        return ops.catalog(new Lookup(Set.of(), Set.of(role), Set.of())).role(role).orElseThrow();
    }

    @Override
    public void close() {
        ops.close();
    }
}
