package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.RoleState;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What a plan was made from, to be found unchanged before anything is done to it.
///
/// @param what for people, such as `database 'shop'`
/// @param query finds it by its name
/// @param unchanged whether a row of the query is what the plan was made from
record Expected(String what, String query, Predicate<CatalogRow> unchanged) {

    /// With its whole comment, as it is written again.
    static Expected whole(DatabaseState database) {
        return of(database, row -> row.comment().equals(database.comment()));
    }

    /// Text of people may have changed: it does not say whose the database is.
    static Expected claimed(DatabaseState database) {
        return of(database, row -> database.claim().equals(row.comment().databaseClaim()));
    }

    /// With its whole comment, as it is written again.
    static Expected whole(LoginState login) {
        return of("login", login.role(), row -> row.comment().equals(login.role().comment()));
    }

    /// Text of people may have changed: it does not say whose the role is.
    static Expected claimed(RoleState role) {
        return of(
                "role",
                role,
                row ->
                        role.claim().equals(row.comment().roleClaim())
                                && role.loginClaim().equals(row.comment().loginClaim()));
    }

    private static Expected of(DatabaseState database, Predicate<CatalogRow> comment) {
        return new Expected(
                "database '%s'".formatted(database.name()),
                CatalogSql.database(database.name()),
                row ->
                        row.oid() == database.oid()
                                && database.owner().equals(row.owner())
                                && comment.test(row));
    }

    private static Expected of(String kind, RoleState role, Predicate<CatalogRow> comment) {
        return new Expected(
                "%s '%s'".formatted(kind, role.name()),
                CatalogSql.role(role.name()),
                row -> row.oid() == role.oid() && comment.test(row));
    }

    /// Looks at what is committed, while the transaction holds the lock that keeps it so.
    ///
    /// @throws DatabaseFailure.Stale if it was changed
    void require(Witness witness, Transaction transaction) {
        witness.requireSameServer(transaction);
        if (witness.look(query, CatalogRow::read).stream().noneMatch(unchanged)) {
            throw stale();
        }
    }

    /// Looks without a lock.
    ///
    /// @throws DatabaseFailure.Stale if it was changed
    void require(ServerConnection connection) {
        if (!holds(connection)) {
            throw stale();
        }
    }

    /// What it means that the server denied something: what is somebody else's by now denies us
    /// everything, and then there is nothing to grant.
    ///
    /// @param denial what it means otherwise
    DatabaseFailure denied(ServerConnection connection, Supplier<DatabaseFailure> denial) {
        return holds(connection) ? denial.get() : stale();
    }

    DatabaseFailure.Stale stale() {
        return new DatabaseFailure.Stale("The %s was changed meanwhile.".formatted(what), null);
    }

    private boolean holds(ServerConnection connection) {
        return connection.row(query, CatalogRow::read).filter(unchanged).isPresent();
    }
}
