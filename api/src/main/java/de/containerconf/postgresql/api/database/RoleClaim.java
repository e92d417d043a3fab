package de.containerconf.postgresql.api.database;

/// The mark that a role was created here. It names no object, because objects share roles.
///
/// `containerconf.de/claim v1 cluster=<id> role`
///
/// @param cluster as in [DatabaseClaim]
public record RoleClaim(String cluster) {

    public RoleClaim {
        ClaimLine.requireWord(cluster);
    }

    /// The line of the comment, without an end of line.
    public String line() {
        return ClaimLine.START + " v1 cluster=" + cluster + " role";
    }
}
