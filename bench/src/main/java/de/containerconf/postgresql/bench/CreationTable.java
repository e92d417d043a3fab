package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.bench.Proc.Party;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The results of [Creation], for people.
final class CreationTable {

    private final List<Creation.Result> results = new ArrayList<>();

    void add(Creation.Result result) {
        results.add(result);
    }

    String markdown() {
        return """
        ## Creating databases

        One owner a database, so that CREATE ROLE is part of both sides. Seconds, medians of the rounds, before which others do not count: %,d objects where that takes no more than %d rounds, and one at least. The ratio is to the plain SQL of the same round.

        - *plain SQL*: `CREATE ROLE …; CREATE DATABASE … OWNER …` over %d connections that are open before the clock starts.
        - *idle*: the operator runs and is idle; the clock starts when the first of %d clients begins to create the first object. It is one operator for all rounds, so it has done such work since its start. The API server in-process is compiled before, as a real one is.
        - *starting*: all objects are there; the clock starts with the operator's process. Measured after all rounds of the others, and compared with them.
        - *databases*: until the catalog shows all with their owners; *Ready*: until the API shows all objects Ready.

        %s

        Where the processors' time goes in the same rounds, in milliseconds a database. The API server's includes the clients that create the objects.

        %s\
        """
                .formatted(
                        Creation.WARM,
                        Creation.WARM_ROUNDS,
                        PlainSql.CONNECTIONS,
                        Objects.CLIENTS,
                        times(),
                        processors());
    }

    private String times() {
        var table =
                new Table(
                        "objects",
                        "API server",
                        "fsync",
                        "rounds",
                        "plain SQL",
                        "idle: databases",
                        "ratio",
                        "of all rounds",
                        "idle: Ready",
                        "starting: databases",
                        "ratio",
                        "starting: Ready");
        for (var each : results) {
            table.row(
                    "%,d".formatted(each.count()),
                    each.setting().apiName(),
                    each.setting().fsyncName(),
                    Integer.toString(each.rounds().size()),
                    seconds(each, round -> round.sql().databases()),
                    seconds(each, round -> round.idle().databases()),
                    ratio(each, Creation.Round::idle),
                    range(each),
                    seconds(each, round -> round.idle().ready()),
                    seconds(each, round -> round.starting().databases()),
                    ratio(each, Creation.Round::starting),
                    seconds(each, round -> round.starting().ready()));
        }
        return table.markdown();
    }

    private String processors() {
        var table =
                new Table(
                        "objects",
                        "API server",
                        "fsync",
                        "plain SQL: PostgreSQL",
                        "client",
                        "idle: PostgreSQL",
                        "operator",
                        "API server");
        for (var each : results) {
            if (each.count() < 10) {
                continue; // a tick of the clock is 10 ms
            }
            table.row(
                    "%,d".formatted(each.count()),
                    each.setting().apiName(),
                    each.setting().fsyncName(),
                    share(each, Creation.Round::sql, Party.POSTGRESQL),
                    share(each, Creation.Round::sql, Party.API),
                    share(each, Creation.Round::idle, Party.POSTGRESQL),
                    share(each, Creation.Round::idle, Party.OPERATOR),
                    share(each, Creation.Round::idle, Party.API));
        }
        return table.markdown();
    }

    private static String share(
            Creation.Result result, Function<Creation.Round, Sample> side, Party party) {
        return format(
                "%.1f",
                median(
                        result,
                        round ->
                                (double) side.apply(round).cpu(party).toMillis() / result.count()));
    }

    private static String seconds(Creation.Result result, Function<Creation.Round, Duration> time) {
        return format("%.3f", median(result, round -> time.apply(round).toNanos() / 1e9));
    }

    /// The middle of the ratios, and not the ratio of the middles: what else the machine does
    /// changes from round to round.
    private static String ratio(Creation.Result result, Function<Creation.Round, Sample> side) {
        return format("%.2f", median(result, round -> side.apply(round).ratioTo(round.sql())));
    }

    /// The ratios of the idle operator, from the least to the most.
    private static String range(Creation.Result result) {
        var ratios =
                result.rounds().stream()
                        .mapToDouble(round -> round.idle().ratioTo(round.sql()))
                        .summaryStatistics();
        return format("%.2f", ratios.getMin()) + " – " + format("%.2f", ratios.getMax());
    }

    private static double median(Creation.Result result, ToDoubleFunction<Creation.Round> measure) {
        var sorted = result.rounds().stream().mapToDouble(measure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
