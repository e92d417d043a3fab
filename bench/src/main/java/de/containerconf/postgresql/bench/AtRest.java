package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Proc.Party;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What the operator costs when there is nothing to do: memory, processor, statements, requests.
final class AtRest {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofSeconds(62);

    private final Stage stage;

    AtRest(Stage stage) {
        this.stage = stage;
    }

    String run() {
        var table =
                new Table(
                        "objects",
                        "memory (RSS), MiB",
                        "the same, restarted",
                        "processor, %",
                        "resyncs",
                        "SQL statements a resync",
                        "API requests");
        for (var count : List.of(1, 1_000)) {
            measure(count, table);
        }
        return """
        ## At rest, API server %s

        %d s after the objects became Ready, over %d s, with the default resync of 30 s. The operator was started anew before the objects were created; *restarted* is its memory when it finds them Ready.

        %s\
        """
                .formatted(
                        stage.setting().apiName(),
                        SETTLING.toSeconds(),
                        WINDOW.toSeconds(),
                        table.markdown());
    }

    private void measure(int count, Table table) {
        var names =
                IntStream.range(0, count).mapToObj(i -> "rest%dx%d".formatted(count, i)).toList();
        stage.stopOperator();
        stage.startOperator();
        stage.objects().create(names);
        Poll.until(PATIENCE, Duration.ofMillis(250), () -> stage.objects().ready() == count);
        Poll.pause(SETTLING);
        var pid = stage.operator().pid();
        stage.databases().logStatements(true);
        Poll.pause(Duration.ofSeconds(1));
        var before = Look.at(stage);
        Poll.pause(WINDOW);
        var after = Look.at(stage);
        stage.databases().logStatements(false);
        var memory = Proc.residentMebibytes(pid);
        stage.stopOperator();
        stage.startOperator();
        Poll.pause(SETTLING);
        table.row(
                "%,d".formatted(count),
                format(memory),
                format(Proc.residentMebibytes(stage.operator().pid())),
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        100.0 * after.cpu().minus(before.cpu()).toMillis() / WINDOW.toMillis()),
                "%.0f".formatted(after.resyncs() - before.resyncs()),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        (after.statements() - before.statements())
                                / (after.resyncs() - before.resyncs())),
                "%.0f".formatted(after.requests() - before.requests()));
        stage.clean(names);
    }

    private static String format(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }

    private record Look(double resyncs, long statements, double requests, Duration cpu) {

        static Look at(Stage stage) {
            var operator = stage.operator();
            return new Look(
                    operator.metric("operator_resyncs_total"),
                    stage.databases().loggedStatements(),
                    operator.metric("operator_api_requests_total"),
                    Proc.cpu(operator.pid()).getOrDefault(Party.OPERATOR, Duration.ZERO));
        }
    }
}
