package de.containerconf.postgresql.api.database;

/// Stops effects of a process that may no longer act, because it is ending or another one has taken
/// over. Called by the backend, on the thread of the effect. Thread-safe.
public interface Fence {

    /// Lets everything pass.
    Fence OPEN =
            new Fence() {
                @Override
                public void check() {}

                @Override
                public void confirm(DatabaseClaim claim) {}
            };

    /// Called before every statement: may this process still act?
    ///
    /// @throws DatabaseFailure.Fenced if not
    void check();

    /// Called before a database is created and before it becomes visible: does the object of this
    /// claim still live?
    ///
    /// @throws DatabaseFailure.Fenced if not
    void confirm(DatabaseClaim claim);
}
