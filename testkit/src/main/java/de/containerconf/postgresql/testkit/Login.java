package de.containerconf.postgresql.testkit;

/// A role that a test logs in with.
public record Login(String name, String password) {

    /// How much a login may do.
    public enum Kind {
        /// Everything.
        SUPERUSER,
        /// The least that an operator needs: CREATEDB and CREATEROLE.
        OPS
    }

    /// Without the password, for names of tests.
    @Override
    public String toString() {
        return name;
    }
}
