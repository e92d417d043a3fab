package de.containerconf.postgresql.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// What happens to databases that somebody gave to another role, all at the worst moment: just
/// after a resync.
///
/// @param databases how many
/// @param noticed from then until the end of the next resync
/// @param repaired from the end of that resync until all belong to their owners again
record Repair(int databases, Duration noticed, Duration repaired) {

    private static final int MOST = 100;
    private static final String THIEF = "thief";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// @param names of databases that really exist and belong to the roles of their names, and all
    ///   that begin so
    static Repair measure(Stage stage, List<String> names) {
        var databases = stage.databases();
        var prefix = names.getFirst().replaceAll("[0-9]+$", "");
        databases.execute("CREATE ROLE " + THIEF);
        awaitResync(stage);
        var changed = names.subList(0, Math.min(MOST, names.size()));
        steal(databases, changed);
        var begin = System.nanoTime();
        awaitResync(stage);
        var noticed = System.nanoTime();
        Poll.until(PATIENCE, Duration.ofMillis(10), () -> databases.owned(prefix) == names.size());
        var repair =
                new Repair(
                        changed.size(),
                        Duration.ofNanos(noticed - begin),
                        Duration.ofNanos(System.nanoTime() - noticed));
        databases.drop(List.of(THIEF));
        System.out.println(repair);
        return repair;
    }

    /// All of it.
    Duration total() {
        return noticed.plus(repaired);
    }

    private static void awaitResync(Stage stage) {
        var operator = stage.operator();
        var before = operator.metrics().sum("operator_resyncs_total");
        Poll.until(
                PATIENCE,
                Duration.ofMillis(50),
                () -> operator.metrics().sum("operator_resyncs_total") > before);
    }

    private static void steal(Postgres databases, List<String> names) {
        try (var connection = databases.connect();
                var statement = connection.createStatement()) {
            for (var name : names) {
                statement.execute("ALTER DATABASE %s OWNER TO %s".formatted(name, THIEF));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
