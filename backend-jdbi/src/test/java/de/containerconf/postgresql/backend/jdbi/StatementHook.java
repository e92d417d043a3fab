package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.Fence;
import java.util.concurrent.atomic.AtomicInteger;

/// Does something before one message to the server, by its number from 1; counts them all.
final class StatementHook implements Fence {

    private final int number;
    private final Runnable action;
    private final AtomicInteger count = new AtomicInteger();

    StatementHook(int number, Runnable action) {
        this.number = number;
        this.action = action;
    }

    /// Only counts.
    static StatementHook counter() {
        return new StatementHook(0, () -> {});
    }

    int count() {
        return count.get();
    }

    @Override
    public void check() {
        if (count.incrementAndGet() == number) {
            action.run();
        }
    }

    @Override
    public void confirm(DatabaseClaim claim) {}
}
