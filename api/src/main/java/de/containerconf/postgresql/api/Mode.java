package de.containerconf.postgresql.api;

/// Whether anything is done for an object.
public enum Mode {
    /// The server is made as the object says.
    ENFORCE("Enforce"),
    /// Nothing is changed; the status says what would be.
    OBSERVE("Observe");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /// As the object spells it.
    public String word() {
        return word;
    }
}
