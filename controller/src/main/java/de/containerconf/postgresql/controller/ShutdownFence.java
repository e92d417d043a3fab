package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;

/// Stops effects once the operator ends; until then another fence decides. Thread-safe.
public final class ShutdownFence implements Fence {

    private final Fence until;
    private volatile boolean down;

    /// For the only process: it works on an object whose finalizer keeps it alive, so there is
    /// nothing to confirm. The cache is checked against the live object before a database is
    /// created.
    public ShutdownFence() {
        this(Fence.OPEN);
    }

    /// @param until the fence that holds until the operator ends
    public ShutdownFence(Fence until) {
        this.until = until;
    }

    /// From now on nothing passes.
    public void shut() {
        down = true;
    }

    @Override
    public void check() {
        if (down) {
            throw new DatabaseFailure.Fenced("the operator is stopping");
        }
        until.check();
    }

    @Override
    public void confirm(DatabaseClaim claim) {
        check();
        until.confirm(claim);
    }
}
