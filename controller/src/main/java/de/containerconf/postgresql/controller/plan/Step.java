package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.NewLogin;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import org.jspecify.annotations.Nullable;

/// One effect on the server. States are what the plan was made from: the effect happens only if
/// they still hold.
public sealed interface Step {

    /// Create a role and claim it.
    record CreateRole(RoleName role) implements Step {}

    /// Create a database and claim it.
    record CreateDatabase(NewDatabase database) implements Step {}

    /// Give a database of ours to another role.
    record ChangeOwner(DatabaseState database, RoleName owner) implements Step {}

    /// Close a database of ours to PUBLIC.
    record CloseDatabase(DatabaseState database) implements Step {}

    /// Claim a database that nobody has, or take over an earlier claim.
    record Claim(DatabaseState database, DatabaseClaim claim) implements Step {}

    /// Remove our claim and keep the database.
    record Release(DatabaseState database) implements Step {}

    /// Drop a database of ours.
    record Drop(DatabaseState database, SessionPolicy sessions) implements Step {}

    /// Drop a role of ours, unless something still needs it: then it stays, and that is all.
    record DropRole(RoleState role) implements Step {}

    /// Drop what a crash left under private names for the object.
    record DiscardUnfinished() implements Step {}

    /// Undo a deletion that had begun.
    record PutBack(DatabaseState database, DatabaseName name, @Nullable RoleName owner)
            implements Step {}

    /// Create a login for applications and claim it.
    record CreateLogin(NewLogin login, LoginClaim claim) implements Step {}

    /// Make a login of ours act for this owner in this database.
    record RestoreLogin(LoginState login, RoleName owner, DatabaseName database) implements Step {}

    /// Drop a login of ours.
    record DropLogin(LoginState login, SessionPolicy sessions) implements Step {}

    /// What is to happen, for people.
    default String description() {
        return switch (this) {
            case CreateRole(var role) -> "create role '%s'".formatted(role);
            case CreateDatabase(var database) ->
                    "create database '%s' with owner '%s'"
                            .formatted(database.name(), database.owner());
            case ChangeOwner(var database, var owner) ->
                    "change owner of database '%s' from '%s' to '%s'"
                            .formatted(database.name(), database.owner(), owner);
            case CloseDatabase(var database) ->
                    "close database '%s' to PUBLIC".formatted(database.name());
            case Claim(var database, var claim) ->
                    claim.origin() == Origin.ADOPTED
                            ? "adopt database '%s'".formatted(database.name())
                            : "claim database '%s'".formatted(database.name());
            case Release(var database) -> "release database '%s'".formatted(database.name());
            case Drop(var database, _) -> "drop database '%s'".formatted(database.name());
            case DropRole(var role) -> "drop role '%s'".formatted(role.name());
            case CreateLogin(var login, _) ->
                    "create login '%s' for database '%s'".formatted(login.name(), login.database());
            case RestoreLogin(var login, var owner, _) ->
                    "restore login '%s' of owner '%s'".formatted(login.name(), owner);
            case DropLogin(var login, _) -> "drop login '%s'".formatted(login.name());
            case PutBack(_, var name, _) ->
                    "put back database '%s', whose deletion had begun".formatted(name);
            case DiscardUnfinished() -> "discard what an interrupted operation left";
        };
    }

    /// What has happened, for people.
    default String done() {
        var text = description();
        var verb = text.substring(0, text.indexOf(' '));
        var past =
                switch (this) {
                    case Drop _, DropRole _, DropLogin _ -> "dropped";
                    case PutBack _ -> "put";
                    default -> verb.endsWith("e") ? verb + "d" : verb + "ed";
                };
        return past + text.substring(verb.length());
    }
}
