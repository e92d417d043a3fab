package de.containerconf.postgresql.api;

/// What happens to the database when its object is deleted.
public enum DeletionPolicy {
    /// It is dropped.
    DELETE("Delete"),
    /// It stays, and nobody owns it any more.
    RETAIN("Retain");

    private final String word;

    DeletionPolicy(String word) {
        this.word = word;
    }

    /// As the object spells it.
    public String word() {
        return word;
    }
}
