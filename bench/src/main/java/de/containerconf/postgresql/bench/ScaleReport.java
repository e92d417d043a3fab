package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Plot.Line;
import de.containerconf.postgresql.bench.Plot.Panel;
import de.containerconf.postgresql.bench.Plot.Point;
import de.containerconf.postgresql.bench.Scale.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// The results of [Scale], for people.
///
/// @param machine as [Machine] describes it
/// @param sizes ascending
record ScaleReport(String machine, List<Size> sizes) {

    /// 200 MB.
    private static final double MOST_MEBIBYTES = 200e6 / (1024 * 1024);

    private static final Measure RATIO =
            Measure.of("ratio", "%.2f", size -> created(size, Creation.Pair::ratio))
                    .atMost(1.15, "1.15 with 1,000");

    private static final Measure CREATION =
            Measure.of(
                    "operator until all are Ready, ms an object",
                    "%.1f",
                    size -> created(size, pair -> millis(pair.idle().ready())) / databases(size));

    private static final Measure FINDING =
            Measure.of(
                    "until all of those are Ready, ms an object",
                    "%.1f",
                    size -> millis(size.growth().found()) / found(size));

    private static final Measure READING =
            Measure.of("one read of the catalog, ms", "%.1f", size -> size.rest().readMillis());

    private static final Measure MEMORY =
            Measure.of("memory (RSS), MiB", "%.0f", size -> size.rest().mebibytes())
                    .atMost(MOST_MEBIBYTES, "190 (200 MB)");

    private static final Measure RESTARTED =
            Measure.of("the same, restarted", "%.0f", Size::restarted)
                    .atMost(MOST_MEBIBYTES, "190 (200 MB)");

    private static final Measure STEADY =
            Measure.of(
                            "until the steady state, s",
                            "%.2f",
                            size -> seconds(size.restart().steady()))
                    .atMost(5, "5");

    private static final Measure EDIT_P50 =
            Measure.of("edit: p50, ms", "%.1f", size -> millis(size.edits().edit().p50()));

    private static final Measure EDIT_P99 =
            Measure.of("edit: p99, ms", "%.1f", size -> millis(size.edits().edit().p99()));

    private static final List<Measure> CREATING =
            List.of(
                    Measure.of("databases with files", "%,.0f", ScaleReport::databases),
                    Measure.of(
                            "plain SQL, s",
                            "%.2f",
                            size -> created(size, pair -> seconds(pair.sql().databases()))),
                    Measure.of(
                            "operator, s",
                            "%.2f",
                            size -> created(size, pair -> seconds(pair.idle().databases()))),
                    RATIO,
                    Measure.of(
                            "the least of all rounds",
                            "%.2f",
                            size -> created(size, _ -> 0, Creation.Pair::ratio)),
                    Measure.of(
                            "the most of all rounds",
                            "%.2f",
                            size ->
                                    created(
                                            size,
                                            rounds -> rounds.size() - 1,
                                            Creation.Pair::ratio)),
                    Measure.of(
                            "rounds",
                            "%.0f",
                            size -> created(size, _ -> size.growth().created().size())),
                    CREATION,
                    Measure.of("databases that are rows", "%,.0f", ScaleReport::found),
                    FINDING);

    private static final List<Measure> RESTING =
            List.of(
                    Measure.of(
                                    "processor, % of a core",
                                    "%.2f", size -> size.rest().processorPercent())
                            .atMost(1, "1"),
                    Measure.of(
                            "that of PostgreSQL, %", "%.2f", size -> size.rest().serverPercent()),
                    Measure.of(
                                    "SQL statements a resync",
                                    "%.1f",
                                    size -> size.rest().statementsPerResync())
                            .atMost(4, "4"),
                    READING,
                    Measure.of("lists a minute", "%.0f", size -> size.rest().listsPerMinute())
                            .atMost(0, "0"),
                    Measure.of("API requests of all kinds", "%.0f", size -> size.rest().requests()),
                    MEMORY,
                    Measure.of("the same, after edits and repairs", "%.0f", Size::worked)
                            .atMost(MOST_MEBIBYTES, "190 (200 MB)"),
                    RESTARTED);

    private static final List<Measure> RESTARTING =
            List.of(
                    Measure.of(
                            "until `/readyz` says so, s",
                            "%.2f",
                            size -> seconds(size.restart().ready())),
                    STEADY,
                    Measure.of(
                                    "statements that change something",
                                    "%.0f",
                                    size -> size.restart().changes())
                            .atMost(0, "0"),
                    Measure.of(
                                    "catalogs that are not as before",
                                    "%.0f",
                                    size -> size.restart().untouched() ? 0 : 1)
                            .atMost(0, "0"));

    private static final List<Measure> REPAIRING =
            List.of(
                    Measure.of("databases", "%.0f", size -> size.repair().databases()),
                    Measure.of(
                            "until all are repaired, s",
                            "%.2f",
                            size -> seconds(size.repair().total())),
                    Measure.of(
                                    "of that after the resync, s",
                                    "%.2f",
                                    size -> seconds(size.repair().repaired()))
                            .atMost(2, "2"));

    private static final List<Measure> EDITING =
            List.of(
                    EDIT_P50,
                    Measure.of(
                            "statement: p50, ms",
                            "%.1f",
                            size -> millis(size.edits().plain().p50())),
                    Measure.of(
                                    "difference",
                                    "%.1f",
                                    size ->
                                            millis(size.edits().edit().p50())
                                                    - millis(size.edits().plain().p50()))
                            .atMost(20, "20"),
                    EDIT_P99,
                    Measure.of(
                            "statement: p99, ms",
                            "%.1f",
                            size -> millis(size.edits().plain().p99())),
                    Measure.of(
                                    "difference",
                                    "%.1f",
                                    size ->
                                            millis(size.edits().edit().p99())
                                                    - millis(size.edits().plain().p99()))
                            .atMost(150, "150"));

    ScaleReport {
        sizes = List.copyOf(sizes);
    }

    String markdown() {
        return """
        # Results of `./dev bench --scale`

        %s

        One run: the API server in the process that measures, PostgreSQL without fsync and the operator, all on this machine. An aim is what the figure may be at most with the most objects. %s

        ![Memory and times against the number of objects](scale.svg)

        ## Creating

        The operator is idle when %d clients begin to create the objects, each with an owner of its own; plain SQL makes the same databases and owners over %d connections, in turns. Seconds until the catalog shows all. The round with the middle ratio; those before that do not count, one or as many as make %,d objects.

        %s

        Up to 1,000 databases are created by the operator. Beyond that they would measure the disk only (7.5 MB each, 75 GB for 10,000): those 1,000 stay, and the other databases are rows in the catalog with owner and claim but without files, written before the operator sees their objects. So what it costs to create 10,000 is not measured here: it is that of 1,000, ten times. Everything else is the same for a row as for a database, because the operator reads catalogs and never connects to a database of an object; edits and drift below are on databases with files. *Until all of those are Ready*: from the start of the operator, which gives each object its finalizer and its status and looks at its database, without creating any.

        ## At rest

        %d s, with the default resync of 30 s.

        %s

        ## Restart

        The slowest of three; from the start of the process. The steady state: all objects are read and compared with the server, the queue is empty, and for 5 s no counter moves. That nothing was changed is said by the log of PostgreSQL, and by the row versions of all databases, roles, memberships and comments.

        %s

        ## Drift

        Somebody gives databases to another role, just after a resync. They are repaired within the time to the next one (27 to 33 s) and:

        %s

        ## Edits

        %d edits of `spec.owner`, one after the other, from the request until a watch shows the object Ready for it; and as many bare `ALTER DATABASE … OWNER TO …`.

        %s

        ## How it grows

        For each 1,000 objects more, between one size and the next.

        %s
        """
                .formatted(
                        machine,
                        verdict(),
                        Objects.CLIENTS,
                        PlainSql.CONNECTIONS,
                        Creation.WARM,
                        table(CREATING),
                        Scale.WINDOW.toSeconds(),
                        table(RESTING),
                        table(RESTARTING),
                        table(REPAIRING),
                        Edits.COUNT,
                        table(EDITING),
                        growth());
    }

    /// Memory and times against the number of objects.
    String plot() {
        return new Plot(
                        List.of(
                                new Panel(
                                        "memory, MiB",
                                        List.of(
                                                line("at rest", MEMORY),
                                                line("restarted", RESTARTED))),
                                new Panel(
                                        "time, ms",
                                        List.of(
                                                new Line(
                                                        "restart until the steady state",
                                                        points(size ->
                                                                millis(size.restart().steady()))),
                                                line("edit, p99", EDIT_P99),
                                                line("edit, p50", EDIT_P50),
                                                line("one read of the catalog", READING)))))
                .svg();
    }

    private String verdict() {
        var missed =
                List.of(CREATING, RESTING, RESTARTING, REPAIRING, EDITING).stream()
                        .flatMap(List::stream)
                        .filter(measure -> measure.missed(sizes))
                        .map(measure -> "*%s*".formatted(measure.name()))
                        .collect(Collectors.joining(", "));
        return missed.isEmpty() ? "All aims are met." : "**Missed: %s.**".formatted(missed);
    }

    private String table(List<Measure> measures) {
        var header = new ArrayList<String>();
        header.add("objects");
        sizes.forEach(size -> header.add("%,d".formatted(size.objects())));
        header.add("aim");
        var table = new Table(header.toArray(String[]::new));
        for (var measure : measures) {
            var row = new ArrayList<String>();
            row.add(measure.name());
            sizes.forEach(size -> row.add(measure.text(size)));
            row.add(measure.aim());
            table.row(row.toArray(String[]::new));
        }
        return table.markdown();
    }

    private String growth() {
        var table =
                new Table(
                        "objects",
                        "memory, MiB",
                        "restarted, MiB",
                        "restart, ms",
                        "reading the catalog, ms");
        for (var i = 1; i < sizes.size(); i++) {
            var from = sizes.get(i - 1);
            var to = sizes.get(i);
            table.row(
                    "%,d to %,d".formatted(from.objects(), to.objects()),
                    slope(from, to, MEMORY.value()),
                    slope(from, to, RESTARTED.value()),
                    slope(from, to, size -> millis(size.restart().steady())),
                    slope(from, to, READING.value()));
        }
        return table.markdown();
    }

    private static String slope(Size from, Size to, ToDoubleFunction<Size> value) {
        return String.format(
                Locale.ROOT,
                "%.1f",
                (value.applyAsDouble(to) - value.applyAsDouble(from))
                        * 1_000
                        / (to.objects() - from.objects()));
    }

    private Line line(String name, Measure measure) {
        return new Line(name, points(measure.value()));
    }

    private List<Point> points(ToDoubleFunction<Size> value) {
        return sizes.stream()
                .map(size -> new Point(size.objects(), value.applyAsDouble(size)))
                .toList();
    }

    /// A figure of the middle round.
    private static double created(Size size, ToDoubleFunction<Creation.Pair> value) {
        return created(size, rounds -> rounds.size() / 2, value);
    }

    private static double created(
            Size size,
            ToIntFunction<List<Creation.Pair>> which,
            ToDoubleFunction<Creation.Pair> value) {
        var rounds = size.growth().created();
        return rounds.isEmpty()
                ? Double.NaN
                : value.applyAsDouble(rounds.get(which.applyAsInt(rounds)));
    }

    private static double databases(Size size) {
        return size.growth().databases();
    }

    private static double found(Size size) {
        return size.growth().rows() == 0 ? Double.NaN : size.growth().rows();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
