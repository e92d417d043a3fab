package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Postgres.Logged;
import de.containerconf.postgresql.bench.Proc.Party;
import java.time.Duration;
import java.util.Map;

/// What an operator that has nothing to do did meanwhile.
///
/// @param mebibytes its memory that was in RAM at the end, in MiB
/// @param processor its time on processors
/// @param server that of PostgreSQL
/// @param statements of the log of PostgreSQL, the driver's look whether a connection lives
///   included
/// @param lists of objects
/// @param requests to the API server, the lists included
/// @param reading how long all reads of the whole catalog took
record Rest(
        Duration window,
        double mebibytes,
        Duration processor,
        Duration server,
        double resyncs,
        long statements,
        double lists,
        double requests,
        Duration reading) {

    static Rest observe(Stage stage, Duration window) {
        var pid = stage.operator().pid();
        stage.databases().log(Logged.ALL);
        Poll.pause(Duration.ofSeconds(1));
        var before = Look.at(stage);
        Poll.pause(window);
        var after = Look.at(stage);
        stage.databases().log(Logged.NONE);
        return new Rest(
                window,
                Proc.residentMebibytes(pid),
                after.processor(Party.OPERATOR).minus(before.processor(Party.OPERATOR)),
                after.processor(Party.POSTGRESQL).minus(before.processor(Party.POSTGRESQL)),
                after.sum("operator_resyncs_total") - before.sum("operator_resyncs_total"),
                after.statements() - before.statements(),
                after.sum("operator_transport_lists_total")
                        - before.sum("operator_transport_lists_total"),
                after.sum("operator_api_requests_total")
                        - before.sum("operator_api_requests_total"),
                after.reading().minus(before.reading()));
    }

    /// Of one core.
    double processorPercent() {
        return 100.0 * processor.toMillis() / window.toMillis();
    }

    /// Of one core, by PostgreSQL.
    double serverPercent() {
        return 100.0 * server.toMillis() / window.toMillis();
    }

    double statementsPerResync() {
        return statements / resyncs;
    }

    double listsPerMinute() {
        return lists * Duration.ofMinutes(1).toMillis() / window.toMillis();
    }

    /// How long one read of the whole catalog took, in ms.
    double readMillis() {
        return reading.toNanos() / 1e6 / resyncs;
    }

    private record Look(Metrics metrics, long statements, Map<Party, Duration> processors) {

        static Look at(Stage stage) {
            var operator = stage.operator();
            return new Look(
                    operator.metrics(),
                    stage.databases().loggedStatements(),
                    Proc.cpu(operator.pid()));
        }

        Duration processor(Party party) {
            return processors.getOrDefault(party, Duration.ZERO);
        }

        double sum(String name) {
            return metrics.sum(name);
        }

        Duration reading() {
            var seconds =
                    metrics.sum("operator_database_operation_seconds_sum", "operation=\"catalog\"");
            return Duration.ofNanos((long) (seconds * 1e9));
        }
    }
}
