package de.containerconf.postgresql.api.database;

/// A role as it was seen.
///
/// @param comment whole in an answer to [DatabaseOps#catalog(Lookup)]; in a bulk answer only its
///   claim lines
/// @param privileged whether it has SUPERUSER, CREATEROLE, REPLICATION or BYPASSRLS: such a role
///   must not own databases of tenants
public record RoleState(long oid, String name, Comment comment, boolean privileged) {

    /// Whether it is a login that was made for the Secret of an object, and whose.
    public Claimed<LoginClaim> loginClaim() {
        return comment.loginClaim();
    }

    /// Whether an operator created it.
    public Claimed<RoleClaim> claim() {
        return comment.roleClaim();
    }
}
