package de.containerconf.postgresql.testkit;

/// Whether tests run with full counts, on every version: `OPERATOR_TEST_ALL` as system property or
/// in the environment.
public final class FullCounts {

    private static final String NAME = "OPERATOR_TEST_ALL";

    private FullCounts() {}

    /// Whether they were asked for.
    public static boolean wanted() {
        var environment = System.getenv().getOrDefault(NAME, "false");
        return Boolean.parseBoolean(System.getProperty(NAME, environment));
    }

    /// The first number in a usual run, the second in a full one.
    public static int of(int reduced, int full) {
        return wanted() ? full : reduced;
    }
}
