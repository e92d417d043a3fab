package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.testkit.KubernetesApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How long so many databases take: by plain SQL and by an operator that is idle when the first
/// object comes, in turns, each round beginning with the other; then, as often, by one that finds
/// all objects when it starts. On the same server, and each leaves it as it was.
final class Creation {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /// Objects, before any counts.
    static final int WARM = 1_000;

    /// The rounds that those may take.
    static final int WARM_ROUNDS = 10;

    private final Stage stage;
    private final int count;
    private int runs;

    Creation(Stage stage, int count) {
        this.stage = stage;
        this.count = count;
    }

    Result run() {
        warmUp();
        var pairs = pairs(rounds());
        var rounds = new ArrayList<Round>();
        for (var pair : pairs) {
            rounds.add(new Round(pair.sql(), pair.idle(), starting()));
            System.out.printf("%d objects: starting %s%n", count, rounds.getLast().starting());
        }
        return new Result(stage.setting(), count, List.copyOf(rounds));
    }

    /// Measures only plain SQL and the idle operator, and leaves there what the operator made last.
    Kept keep() {
        warmUp();
        var pairs = pairs(rounds() - 1);
        var sql = plainSql();
        var names = names("idle");
        pairs.add(told(new Pair(sql, idle(names))));
        pairs.sort(Comparator.comparingDouble(Pair::ratio));
        return new Kept(names, List.copyOf(pairs));
    }

    /// Neither side pays for cold caches, nor for code of this process that is not compiled yet.
    private void warmUp() {
        for (var i = 0; i < Math.clamp(WARM / count, 1, WARM_ROUNDS); i++) {
            plainSql();
            idle();
        }
    }

    /// As many as make the middle trustworthy, and an end in sight; odd, so that there is a middle.
    private int rounds() {
        if (stage.setting().api() == KubernetesApi.Kind.IN_PROCESS) {
            return count < 500 ? 11 : 5;
        }
        return count < 10 ? 9 : count < 500 ? 5 : 1;
    }

    private List<Pair> pairs(int rounds) {
        var pairs = new ArrayList<Pair>();
        for (var i = 0; i < rounds; i++) {
            pairs.add(told(pair(i % 2 == 0)));
        }
        return pairs;
    }

    private Pair told(Pair pair) {
        System.out.printf("%d objects: %s%n", count, pair);
        return pair;
    }

    private Pair pair(boolean sqlFirst) {
        if (sqlFirst) {
            var sql = plainSql();
            return new Pair(sql, idle());
        }
        var idle = idle();
        return new Pair(plainSql(), idle);
    }

    private Sample plainSql() {
        var names = names("sql");
        stage.startOperator();
        try (var plain = new PlainSql(stage.databases())) {
            var clock = Clock.start(stage.operator().pid());
            var creating = Thread.ofVirtual().start(() -> plain.create(names));
            awaitDatabases(names);
            var databases = clock.time();
            var sample = new Sample(databases, databases, clock.cpu(stage.operator().pid()));
            join(creating);
            return sample;
        } finally {
            stage.databases().drop(names);
        }
    }

    private Sample idle() {
        var names = names("idle");
        var sample = idle(names);
        stage.clean(names);
        return sample;
    }

    private Sample idle(List<String> names) {
        stage.startOperator();
        var clock = Clock.start(stage.operator().pid());
        var creating = Thread.ofVirtual().start(() -> stage.objects().create(names));
        var sample = await(names, clock);
        join(creating);
        return sample;
    }

    private Sample starting() {
        stage.stopOperator();
        var names = names("starting");
        stage.objects().create(names);
        stage.databases().settle();
        var clock = Clock.start(0);
        stage.launchOperator();
        var sample = await(names, clock);
        stage.clean(names);
        return sample;
    }

    /// Looks at the catalog only until it is complete, then at the objects: they cannot be Ready
    /// before, and asking for them all the time would slow down what is measured.
    private Sample await(List<String> names, Clock clock) {
        awaitDatabases(names);
        var databases = clock.time();
        Poll.until(PATIENCE, interval(), () -> stage.objects().ready() == count);
        return new Sample(databases, clock.time(), clock.cpu(stage.operator().pid()));
    }

    private void awaitDatabases(List<String> names) {
        var prefix = names.getFirst().replaceAll("[0-9]+$", "");
        Poll.until(PATIENCE, interval(), () -> stage.databases().owned(prefix) == count);
    }

    /// About a hundredth of what is measured: shorter, and looking would take a part of it.
    private Duration interval() {
        return Duration.ofMillis(Math.clamp(count / 4, 2, 100));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Never the same twice, and never so that they need quotes.
    private List<String> names(String who) {
        var run = ++runs;
        return IntStream.range(0, count)
                .mapToObj(i -> "%s%dx%dx%d".formatted(who, count, run, i))
                .toList();
    }

    /// Measurements that followed each other, and so had the same machine.
    record Pair(Sample sql, Sample idle) {

        double ratio() {
            return idle.ratioTo(sql);
        }

        @Override
        public String toString() {
            return "%.3f: plain SQL %s, idle operator %s".formatted(ratio(), sql, idle);
        }
    }

    /// Objects and databases that are there, and all rounds, by their ratios.
    record Kept(List<String> names, List<Pair> rounds) {}

    /// A pair, and a start that came after all pairs.
    record Round(Sample sql, Sample idle, Sample starting) {}

    /// All rounds.
    record Result(Setting setting, int count, List<Round> rounds) {}
}
