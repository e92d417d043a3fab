package de.containerconf.postgresql.api.database;

/// A database as it was seen. Serves as the expectation of a later change: the change happens only
/// if oid, owner and comment are still these.
///
/// @param oid identity of the database over renames, until it is dropped
/// @param comment whole in an answer to [DatabaseOps#catalog(Lookup)]; in a bulk answer only its
///   claim lines
/// @param template whether `datistemplate` is set: such a database cannot be dropped before it is
///   cleared
/// @param broken whether a DROP DATABASE was interrupted (`datconnlimit = -2`): the data is gone,
///   only DROP is left
/// @param open whether PUBLIC may connect to it, or make temporary tables in it
public record DatabaseState(
        long oid,
        String name,
        String owner,
        Comment comment,
        boolean template,
        boolean broken,
        boolean open) {

    /// One that is open, as PostgreSQL makes them.
    public DatabaseState(
            long oid,
            String name,
            String owner,
            Comment comment,
            boolean template,
            boolean broken) {
        this(oid, name, owner, comment, template, broken, true);
    }

    /// This database with another comment.
    public DatabaseState with(Comment other) {
        return new DatabaseState(oid, name, owner, other, template, broken, open);
    }

    /// Whose it is.
    public Claimed<DatabaseClaim> claim() {
        return comment.databaseClaim();
    }

    /// Whether the claim is that of the object with this uid.
    public boolean claimedBy(String uid) {
        return claim() instanceof Claimed.By<DatabaseClaim>(var claim) && claim.uid().equals(uid);
    }
}
