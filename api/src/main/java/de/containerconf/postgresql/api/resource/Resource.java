package de.containerconf.postgresql.api.resource;

import de.containerconf.postgresql.api.PostgreSQLConfig;

/// One kind of thing that a `PostgreSQLConfig` asks for. Resources run in the order of
/// `--resources`, and backwards on deletion. Thread-safe; for one object, one call at a time.
///
/// Both methods are repeated at any time, also after a crash in their middle: they look at the
/// world, and do what is missing. They never learn what event led to the call. An exception costs
/// its object this attempt only; it is logged, shown as `Failed`, and the call repeated later.
///
/// A call has 30 s and is then interrupted, as it is when the operator stops: what takes longer is
/// begun in one call, which answers [Outcome.Waiting], and looked after in the next.
public interface Resource {

    /// Brings about what the object asks for. Its finalizer is stored, it is valid, and not being
    /// deleted.
    Outcome ensureCreated(PostgreSQLConfig object);

    /// Removes what was brought about. The finalizer goes when every resource is [Outcome.Done].
    Outcome ensureDeleted(PostgreSQLConfig object);
}
