package de.containerconf.postgresql.api.database;

import org.jspecify.annotations.Nullable;

/// A role that was made for the Secret of an object, as it was seen.
///
/// @param role the role; serves as the expectation of a later change
/// @param claim whose it is
/// @param enabled whether it may log in
/// @param owner the role that it is a member of and becomes when it connects to the database; null
///   if that is not so for any role and database
/// @param database the database where it does
public record LoginState(
        RoleState role,
        LoginClaim claim,
        boolean enabled,
        @Nullable String owner,
        @Nullable String database) {

    /// Its name.
    public String name() {
        return role.name();
    }

    /// Whether it may log in, and then acts for that role in that database.
    public boolean serves(String wantedDatabase, String wantedOwner) {
        return enabled && wantedOwner.equals(owner) && wantedDatabase.equals(database);
    }
}
