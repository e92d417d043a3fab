package de.containerconf.postgresql.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Random faults of both servers, edits and restarts, each seed over one transport: when the faults
/// are over, the world becomes what the objects say, and nothing of others has changed. One seed
/// alone, as often as wanted: `-Dschedule.seed=4711 -Dschedule.times=20`; others:
/// `-Dschedule.first=1000 -Dschedule.count=50`.
@ExtendWith(PostgresExtension.class)
class ScheduleTest {

    private static final int AT_ONCE = Integer.getInteger("schedule.at-once", 10);
    private static final Duration SETTLED = Duration.ofSeconds(90);

    /// Owner, comment, settings and oid of what belongs to nobody's objects.
    private static final String FOREIGN =
            """
            SELECT oid, datname, datdba, datallowconn, datconnlimit, shobj_description(oid, 'pg_database')
            FROM pg_database WHERE datname IN ('postgres', 'foreign', 'claimed elsewhere') ORDER BY oid
            """;

    @Test
    void theWorldBecomesWhatTheObjectsSay(PostgresServer postgres) throws InterruptedException {
        postgres.execute("CREATE DATABASE \"foreign\"");
        postgres.execute("CREATE DATABASE \"claimed elsewhere\"");
        postgres.execute(
                """
                COMMENT ON DATABASE "claimed elsewhere" IS
                'containerconf.de/claim v1 cluster=other object=a/b uid=c origin=created'
                """);
        var foreign = postgres.query(FOREIGN);

        var failures = Collections.synchronizedList(new ArrayList<String>());
        var times = new ArrayList<Settled>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var seeds = seeds();
            var running =
                    seeds.stream()
                            .map(seed -> threads.submit(() -> run(seed, postgres, failures)))
                            .toList();
            for (var i = 0; i < seeds.size(); i++) {
                try {
                    times.add(new Settled(seeds.get(i), running.get(i).get()));
                } catch (ExecutionException broken) {
                    var trace = new StringWriter();
                    broken.printStackTrace(new PrintWriter(trace));
                    failures.add("seed %d: %s".formatted(seeds.get(i), trace));
                }
            }
        }
        assertThat(failures).as(() -> String.join("\n\n", failures)).isEmpty();
        assertThat(postgres.query(FOREIGN)).isEqualTo(foreign);
        times.sort(Comparator.comparingLong(Settled::millis));
        System.out.printf(
                "%d schedules settled, median %d ms, slowest %d ms (seed %d)%n",
                times.size(),
                times.get(times.size() / 2).millis(),
                times.getLast().millis(),
                times.getLast().seed());
    }

    /// @param millis after the last fault
    private record Settled(long seed, long millis) {}

    private static List<Long> seeds() {
        var one = Long.getLong("schedule.seed");
        if (one != null) {
            return Collections.nCopies(Integer.getInteger("schedule.times", 1), one);
        }
        var first = Long.getLong("schedule.first", 0);
        var count = Integer.getInteger("schedule.count", FullCounts.of(10, 1_000));
        return LongStream.range(first, first + count).boxed().toList();
    }

    private static long run(long seed, PostgresServer postgres, List<String> failures)
            throws InterruptedException {
        var transport = seed % 2 == 0 ? "watch" : "poll";
        var id = seed + "x" + Thread.currentThread().threadId();
        try (var world = new World(id, transport, seed % 3 == 0, postgres)) {
            var schedule = new Schedule(seed, world);
            schedule.run();
            var healed = System.nanoTime();
            var differences = world.differences();
            while (!differences.isEmpty() && System.nanoTime() - healed < SETTLED.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(100);
                differences = world.differences();
            }
            var failure =
                    "seed %d over %s (again with -Dschedule.seed=%d): %s%n  after %s"
                            .formatted(
                                    seed,
                                    transport,
                                    seed,
                                    differences,
                                    String.join("\n        ", schedule.told()));
            if (!differences.isEmpty()) {
                System.out.println(failure);
                failures.add(failure);
            }
            if (world.proxy().mostConnections() > world.mostConnections()) {
                failures.add(
                        "%d connections, %s".formatted(world.proxy().mostConnections(), failure));
            }
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
        }
    }
}
