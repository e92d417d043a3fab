package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the PostgreSQL of tests comes from.
///
/// The environment variable `OPERATOR_TEST_SERVER` says so: `embedded`, `testcontainers`, or a URL
/// `postgresql://user:password@host:port` of a server **for tests only**, as its superuser:
/// everything on it is dropped. Without it, the embedded one where its binaries are on the class
/// path, else Testcontainers.
public enum PostgresSource {
    /// What there is, in the order above.
    ANY,
    /// A child process, from binaries on the class path. Needs nothing but Linux on x86-64.
    EMBEDDED,
    /// Containers of the official image, of every supported version. Needs Docker.
    TESTCONTAINERS,
    /// A server that somebody else runs. It cannot be stopped: tests that would do so are skipped.
    URL;

    static final String VARIABLE = "OPERATOR_TEST_SERVER";

    /// What some features need: prepared transactions and logical replication.
    private static final Map<String, String> SETTINGS =
            Map.of("max_prepared_transactions", "10", "wal_level", "logical");

    private static final List<Integer> SUPPORTED = List.of(15, 16, 17, 18);

    /// A source that is not `ANY`.
    PostgresSource resolved() {
        if (this != ANY) {
            return this;
        }
        return switch (System.getenv(VARIABLE)) {
            case null -> EmbeddedPostgres.majors().isEmpty() ? TESTCONTAINERS : EMBEDDED;
            case "embedded" -> EMBEDDED;
            case "testcontainers" -> TESTCONTAINERS;
            default -> URL;
        };
    }

    /// Why there is no server of that version to be had, if so.
    Optional<String> missing(int major) {
        return switch (resolved()) {
            case TESTCONTAINERS -> ContainerServer.missing(major);
            case EMBEDDED ->
                    EmbeddedPostgres.majors().isEmpty()
                            ? Optional.of("there are no binaries of PostgreSQL on the class path")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The versions to run every test with.
    ///
    /// @param usual the only one in a usual run
    List<Integer> majors(int usual) {
        if (!FullCounts.wanted()) {
            return List.of(usual);
        }
        return switch (resolved()) {
            case TESTCONTAINERS -> SUPPORTED;
            case EMBEDDED -> EmbeddedPostgres.majors();
            default -> List.of(usual);
        };
    }

    /// Starts a server, or takes the given one.
    RunningPostgres start(int major) {
        return switch (resolved()) {
            case TESTCONTAINERS -> ContainerServer.start(major, SETTINGS);
            case URL -> GivenServer.of(System.getenv(VARIABLE));
            default -> EmbeddedServer.start(major, SETTINGS);
        };
    }
}
