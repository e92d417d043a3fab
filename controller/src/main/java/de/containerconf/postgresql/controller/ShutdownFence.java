package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;

/// Stops effects once the operator ends. Thread-safe.
///
/// One process works on an object and its finalizer keeps it alive, so there is nothing more to
/// confirm: the cache is checked against the live object before a database is created.
public final class ShutdownFence implements Fence {

    private volatile boolean down;

    /// From now on nothing passes.
    public void shut() {
        down = true;
    }

    @Override
    public void check() {
        if (down) {
            throw new DatabaseFailure.Fenced("the operator is stopping");
        }
    }

    @Override
    public void confirm(DatabaseClaim claim) {
        check();
    }
}
