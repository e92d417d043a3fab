package de.containerconf.postgresql.api.database;

/// How a database came to be ours.
public enum Origin {
    /// The operator created it.
    CREATED("created"),
    /// It was there before, and the object asked to take it over.
    ADOPTED("adopted");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    /// As claims and the status spell it.
    public String word() {
        return word;
    }
}
