package de.containerconf.postgresql.controller.lease;

import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;

/// Lets effects through while this process leads. Thread-safe.
///
/// Locks and claims make every change safe against another process at work, but one: a paused
/// leader could make a database for an object that its successor has let go. So whether the object
/// lives is asked live before a database is created and before it appears.
public final class LeaderFence implements Fence {

    private final LeaderElector elector;
    private final ConfigObjects objects;

    public LeaderFence(LeaderElector elector, ConfigObjects objects) {
        this.elector = elector;
        this.objects = objects;
    }

    @Override
    public void check() {
        if (!elector.leads()) {
            throw new DatabaseFailure.Fenced("this process does not lead");
        }
    }

    @Override
    public void confirm(DatabaseClaim claim) {
        check();
        if (!alive(claim)) {
            throw new DatabaseFailure.Fenced(claim.object() + " is gone, or being deleted by now");
        }
        check();
    }

    private boolean alive(DatabaseClaim claim) {
        try {
            return objects.read(claim.object())
                    .filter(each -> each.livesAs(claim.uid()))
                    .isPresent();
        } catch (ClusterFailure failure) {
            throw new DatabaseFailure.Fenced(
                    "nobody knows whether %s still lives: %s"
                            .formatted(claim.object(), failure.getMessage()));
        }
    }
}
