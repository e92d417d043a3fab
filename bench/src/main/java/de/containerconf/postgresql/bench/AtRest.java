package de.containerconf.postgresql.bench;

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
        var rest = Rest.observe(stage, WINDOW);
        stage.stopOperator();
        stage.startOperator();
        Poll.pause(SETTLING);
        table.row(
                "%,d".formatted(count),
                format("%.0f", rest.mebibytes()),
                format("%.0f", Proc.residentMebibytes(stage.operator().pid())),
                format("%.2f", rest.processorPercent()),
                format("%.0f", rest.resyncs()),
                format("%.1f", rest.statementsPerResync()),
                format("%.0f", rest.requests()));
        stage.clean(names);
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
