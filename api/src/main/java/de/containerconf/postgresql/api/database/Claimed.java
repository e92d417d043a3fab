package de.containerconf.postgresql.api.database;

/// Whose a database or role is, by its comment.
///
/// @param <C> [DatabaseClaim] or [RoleClaim]
public sealed interface Claimed<C> {

    /// No operator's.
    record ByNobody<C>() implements Claimed<C> {}

    /// The holder of the claim.
    record By<C>(C claim) implements Claimed<C> {}

    /// There is a claim, but not one that we may act on: two of them, or one of a later version.
    /// Never touched.
    ///
    /// @param why continues the sentence "its comment …"
    record Unclear<C>(String why) implements Claimed<C> {}
}
