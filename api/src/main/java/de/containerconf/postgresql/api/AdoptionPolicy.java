package de.containerconf.postgresql.api;

/// Whether an existing database that nobody claims may be taken over.
public enum AdoptionPolicy {
    /// It stays as it is, and the object says so.
    NEVER("Never"),
    /// It is claimed, and kept as the object says from then on.
    ADOPT("Adopt");

    private final String word;

    AdoptionPolicy(String word) {
        this.word = word;
    }

    /// As the object spells it.
    public String word() {
        return word;
    }
}
