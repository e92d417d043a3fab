package de.containerconf.postgresql.api.database;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One PostgreSQL server, reached with administrator rights. Thread-safe, but for one object (uid)
/// one thread at a time.
///
/// What is not ours is never touched: every change of a database checks its claim under the lock of
/// the statement that changes it. A crash between any two statements leaves what the next call for
/// the same object finishes. Every method can throw each [DatabaseFailure]; it then has done
/// nothing, or what a repetition completes. At most four calls run at a time, at most two of them
/// [#createDatabase], and the operator waits for each: it is the backend that limits how long a
/// server may take to answer. A call of a plug-in counts for ten seconds only; after two minutes
/// its thread is interrupted and it is left behind, and its object gets no other call until it has
/// ended.
public interface DatabaseOps extends AutoCloseable {

    /// Asks the server for its identity and our rights. Also the probe of a server that was
    /// unavailable: it uses a new connection and reads the password again.
    ServerInfo server();

    /// Reads all databases and roles, in a number of statements that does not depend on how many
    /// there are.
    Catalog catalog();

    /// Reads some databases and roles, with whole comments.
    Catalog catalog(Lookup lookup);

    /// How many sessions, prepared transactions, subscriptions and active replication slots hold
    /// each database; one that nothing holds is missing. One statement, however many there are.
    ///
    /// @return by the name of the database, private names included
    Map<String, Integer> holders();

    /// Creates a role that can log in, without a password, and claims it.
    ///
    /// @throws DatabaseFailure.Stale if it exists by now
    void createRole(RoleName role, RoleClaim claim);

    /// Creates a database: it appears whole, owned and claimed, or not at all. Goes on from what a
    /// crash left of an earlier try for the same uid.
    ///
    /// @throws DatabaseFailure.Stale if the name is taken, or the owner gone, by now
    void createDatabase(NewDatabase database, DatabaseClaim claim);

    /// Gives a database to another role.
    ///
    /// @throws DatabaseFailure.Stale if oid, owner or comment are not the expected ones by now
    void changeOwner(DatabaseState expected, RoleName owner);

    /// Takes from PUBLIC the rights to connect to a database and to make temporary tables in it.
    /// Our login, and whoever else was granted them, keeps them.
    ///
    /// @throws DatabaseFailure.Stale if oid, owner or comment are not the expected ones by now
    default void closeToPublic(DatabaseState expected) {
        throw new DatabaseFailure.Invalid("This backend closes no databases.", null);
    }

    /// Sets the claim on a database that has none, or takes it over from another holder; the text
    /// of people stays. Whether that is right was decided by the plan that `expected` comes from.
    /// One that is [DatabaseClaim#shut] is opened again.
    ///
    /// @throws DatabaseFailure.Stale if oid, owner or comment are not the expected ones by now
    void claim(DatabaseState expected, DatabaseClaim claim);

    /// Removes the claim, and keeps the database and the text of people in its comment. One that is
    /// [DatabaseClaim#shut] is opened again.
    ///
    /// @throws DatabaseFailure.Stale if oid, owner or comment are not the expected ones by now
    void release(DatabaseState expected);

    /// Drops a database, if its claim is still the expected one under the lock. With
    /// [SessionPolicy#WAIT] only if nobody is connected to it; with [SessionPolicy#TERMINATE] it
    /// first lets nobody in any more, marks the claim as [DatabaseClaim#shut], and ends the
    /// sessions.
    ///
    /// @return the sessions that were ended
    /// @throws DatabaseFailure.InUse if somebody is connected, or a prepared transaction, a
    ///   subscription or an active replication slot holds it
    /// @throws DatabaseFailure.Stale if it is no longer the expected one
    List<Session> dropDatabase(DatabaseState expected, SessionPolicy sessions);

    /// Drops a role, if its claim is still the expected one under the lock, nothing depends on it
    /// and nobody is connected as it.
    ///
    /// @throws DatabaseFailure.InUse if something depends on it, or somebody is connected as it;
    ///   the message says what and where, and there are no sessions in it
    /// @throws DatabaseFailure.Stale if it is no longer the expected one
    void dropRole(RoleState expected);

    /// Creates a login with a password, claims it, and lets it act for the owner of a database: it
    /// is a member, and becomes the owner when it connects, so that what it creates there belongs
    /// to the owner. All of that at once, or nothing.
    ///
    /// The password must not reach the server's log: what is sent is a verifier.
    ///
    /// @throws DatabaseFailure.Stale if the name is taken, or owner or database gone, by now
    default void createLogin(NewLogin login, LoginClaim claim) {
        throw new DatabaseFailure.Invalid("This backend makes no logins.", null);
    }

    /// Makes a login again what it was when it was created: it may log in, and acts for this owner
    /// in this database, and no longer for another one. Its password stays.
    ///
    /// @throws DatabaseFailure.Stale if it is no longer the expected one, or the owner or database
    ///   gone, by now
    default void restoreLogin(LoginState expected, RoleName owner, DatabaseName database) {
        throw new DatabaseFailure.Invalid("This backend makes no logins.", null);
    }

    /// Drops a login, if its claim is still the expected one under the lock. With
    /// [SessionPolicy#WAIT] only if nobody is connected as it; with [SessionPolicy#TERMINATE] it
    /// first lets nobody log in any more and ends its sessions. What it owns in the database where
    /// it acts for an owner goes to that owner.
    ///
    /// @throws DatabaseFailure.InUse if somebody is connected as it, or something elsewhere depends
    ///   on it; the message says what and where
    /// @throws DatabaseFailure.Stale if it is no longer the expected one
    default void dropLogin(LoginState expected, SessionPolicy sessions) {
        throw new DatabaseFailure.Invalid("This backend makes no logins.", null);
    }

    /// Drops what a crash left under private names for the object with this uid. Never a database
    /// that was published, unless its claim was checked and its deletion had begun.
    void discardUnfinished(String uid);

    /// Gives a database whose deletion had begun its name back, and an owner, and lets people in
    /// again. It keeps its claim.
    ///
    /// @param expected as [Catalog#halfDropped] has it
    /// @param owner null: it stays with the operator's login
    /// @throws DatabaseFailure.Conflict if another database has the name by now
    /// @throws DatabaseFailure.InUse if somebody is connected to it
    /// @throws DatabaseFailure.Stale if it is no longer the expected one
    default void putBack(DatabaseState expected, DatabaseName name, @Nullable RoleName owner) {
        throw new DatabaseFailure.Invalid("This backend puts no databases back.", null);
    }

    /// Ends the connections of all other processes that work for the same Kubernetes cluster with
    /// the same login, and waits until they are gone: a new leader does so before it acts, so that
    /// no statement of the former one comes late.
    ///
    /// @return how many there were
    /// @throws DatabaseFailure.Unavailable if some do not go
    int endOtherProcesses();

    /// Ends all connections. Operations under way fail.
    @Override
    void close();
}
