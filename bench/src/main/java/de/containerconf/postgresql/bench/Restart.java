package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Postgres.Logged;
import java.time.Duration;
import java.util.List;

/// A start of the operator that finds all as it shall be.
///
/// @param ready until `/readyz` says so
/// @param steady until nothing happens any more: all objects are read and compared with the server,
///   and none waits
/// @param changes statements that change something, in the log of PostgreSQL
/// @param untouched whether PostgreSQL has every database, role, membership and comment in the
///   version that it had before
record Restart(Duration ready, Duration steady, long changes, boolean untouched) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(25);

    /// Longer than any wait of a start, shorter than the time to the next resync.
    private static final Duration STILL = Duration.ofSeconds(5);

    /// Ends the operator and starts it.
    ///
    /// @param count how many objects there are
    static Restart measure(Stage stage, int count) {
        stage.stopOperator();
        var databases = stage.databases();
        databases.log(Logged.CHANGES);
        var fingerprint = databases.fingerprint();
        var changes = databases.loggedStatements();
        var begin = System.nanoTime();
        var operator = stage.launchOperator();
        Poll.until(PATIENCE, INTERVAL, operator::ready);
        var ready = since(begin);
        var steady = awaitStill(operator, begin, count);
        changes = databases.loggedStatements() - changes;
        databases.log(Logged.NONE);
        var restart =
                new Restart(ready, steady, changes, fingerprint.equals(databases.fingerprint()));
        System.out.println(restart);
        return restart;
    }

    /// The last change of anything that is counted.
    private static Duration awaitStill(Operator operator, long begin, int count) {
        var last = counts(operator);
        var changed = since(begin);
        while (since(begin).minus(changed).compareTo(STILL) < 0) {
            Poll.pause(INTERVAL);
            var now = counts(operator);
            if (!now.equals(last)) {
                last = now;
                changed = since(begin);
            }
        }
        var resyncs = last.getFirst();
        if (resyncs == 0 || last.get(1) != count || last.get(2) != 0) {
            throw new IllegalStateException("not the steady state: " + last);
        }
        return changed;
    }

    /// Resyncs, Ready objects, those in the queue or in work, reads of the catalog and requests.
    private static List<Double> counts(Operator operator) {
        var metrics = operator.metrics();
        return List.of(
                metrics.sum("operator_resyncs_total"),
                metrics.sum("operator_objects", "ready=\"true\""),
                metrics.sum("operator_queue_depth") + metrics.sum("operator_queue_active"),
                metrics.sum("operator_database_operation_seconds_count"),
                metrics.sum("operator_api_requests_total"));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
