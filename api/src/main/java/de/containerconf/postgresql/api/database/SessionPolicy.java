package de.containerconf.postgresql.api.database;

/// What a deletion does while others are connected to the database.
public enum SessionPolicy {
    /// It waits for them.
    WAIT("Wait"),
    /// It lets nobody in any more and ends their sessions.
    TERMINATE("Terminate");

    private final String word;

    SessionPolicy(String word) {
        this.word = word;
    }

    /// As the object spells it.
    public String word() {
        return word;
    }
}
