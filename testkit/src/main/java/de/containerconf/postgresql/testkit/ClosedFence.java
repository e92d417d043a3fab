package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;

/// Lets nothing pass.
enum ClosedFence implements Fence {
    /// Of a process that may not act any more.
    OF_PROCESS,
    /// Of an object that is gone.
    OF_OBJECT;

    @Override
    public void check() {
        if (this == OF_PROCESS) {
            throw new DatabaseFailure.Fenced("the process is ending");
        }
    }

    @Override
    public void confirm(DatabaseClaim claim) {
        throw new DatabaseFailure.Fenced("the object is gone");
    }
}
