package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.NewLogin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.backend.jdbi.OperationTimers.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One server, each operation timed.
final class JdbiDatabaseOps implements DatabaseOps {

    private final Connections connections;
    private final OperationTimers timers;
    private final CatalogReader catalog;
    private final RoleCreation roleCreation;
    private final RoleDeletion roleDeletion;
    private final LoginCreation loginCreation;
    private final LoginDeletion loginDeletion;
    private final DatabaseCreation databaseCreation;
    private final CompareAndSwap compareAndSwap;
    private final DatabaseDeletion databaseDeletion;
    private final Unfinished unfinished;
    private final OtherProcesses otherProcesses;

    JdbiDatabaseOps(BackendSettings settings, Fence fence, MeterRegistry meters) {
        connections = new Connections(settings, fence, meters);
        // Secure, because who could foresee the name would take it.
        var random = new SecureRandom();
        timers = new OperationTimers(meters);
        catalog = new CatalogReader(connections);
        unfinished = new Unfinished(connections);
        roleCreation = new RoleCreation(connections);
        roleDeletion = new RoleDeletion(connections);
        var loginSwap = new LoginSwap(connections);
        loginCreation =
                new LoginCreation(
                        connections, loginSwap, new LoginPasswords(settings.options(), random));
        loginDeletion = new LoginDeletion(connections, loginSwap, roleDeletion);
        databaseCreation = new DatabaseCreation(connections, unfinished, fence, random);
        compareAndSwap = new CompareAndSwap(connections);
        databaseDeletion = new DatabaseDeletion(connections, unfinished, compareAndSwap, random);
        otherProcesses = new OtherProcesses(connections);
    }

    @Override
    public ServerInfo server() {
        return timers.time(Operation.SERVER, catalog::server);
    }

    @Override
    public Catalog catalog() {
        return timers.time(Operation.CATALOG, catalog::all);
    }

    @Override
    public Catalog catalog(Lookup lookup) {
        return timers.time(Operation.LOOKUP, () -> catalog.some(lookup));
    }

    @Override
    public Map<String, Integer> holders() {
        return timers.time(Operation.HOLDERS, catalog::holders);
    }

    @Override
    public void createRole(RoleName role, RoleClaim claim) {
        timers.time(Operation.CREATE_ROLE, () -> roleCreation.create(role, claim));
    }

    @Override
    public void createDatabase(NewDatabase database, DatabaseClaim claim) {
        timers.time(Operation.CREATE_DATABASE, () -> databaseCreation.create(database, claim));
    }

    @Override
    public void changeOwner(DatabaseState expected, RoleName owner) {
        timers.time(Operation.CHANGE_OWNER, () -> compareAndSwap.changeOwner(expected, owner));
    }

    @Override
    public void closeToPublic(DatabaseState expected) {
        timers.time(Operation.CLOSE_DATABASE, () -> compareAndSwap.closeToPublic(expected));
    }

    @Override
    public void claim(DatabaseState expected, DatabaseClaim claim) {
        timers.time(Operation.CLAIM, () -> compareAndSwap.claim(expected, claim));
    }

    @Override
    public void release(DatabaseState expected) {
        timers.time(Operation.RELEASE, () -> compareAndSwap.release(expected));
    }

    @Override
    public List<Session> dropDatabase(DatabaseState expected, SessionPolicy sessions) {
        return timers.time(
                Operation.DROP_DATABASE, () -> databaseDeletion.drop(expected, sessions));
    }

    @Override
    public void dropRole(RoleState expected) {
        timers.time(Operation.DROP_ROLE, () -> roleDeletion.drop(expected));
    }

    @Override
    public void createLogin(NewLogin login, LoginClaim claim) {
        timers.time(Operation.CREATE_LOGIN, () -> loginCreation.create(login, claim));
    }

    @Override
    public void restoreLogin(LoginState expected, RoleName owner, DatabaseName database) {
        timers.time(
                Operation.RESTORE_LOGIN, () -> loginCreation.restore(expected, owner, database));
    }

    @Override
    public void dropLogin(LoginState expected, SessionPolicy sessions) {
        timers.time(Operation.DROP_LOGIN, () -> loginDeletion.drop(expected, sessions));
    }

    @Override
    public void discardUnfinished(String uid) {
        timers.time(Operation.DISCARD_UNFINISHED, () -> unfinished.discard(uid));
    }

    @Override
    public void putBack(DatabaseState expected, DatabaseName name, @Nullable RoleName owner) {
        timers.time(Operation.PUT_BACK, () -> databaseDeletion.putBack(expected, name, owner));
    }

    @Override
    public int endOtherProcesses() {
        return timers.time(Operation.END_OTHER_PROCESSES, otherProcesses::end);
    }

    @Override
    public void close() {
        connections.close();
    }
}
