package de.containerconf.postgresql.controller.model;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.backend.jdbi.JdbiDatabaseOpsProvider;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random teams and a random administrator at work on a real PostgreSQL, against a model of what
/// the operator may do and must say. After each of their steps the operator comes to rest.
@EveryPostgres
class ModelTest {

    /// With two logins and four versions, 16,000 steps in a full run.
    private static final int SEEDS = FullCounts.of(2, 10);

    private static final int STEPS = FullCounts.of(100, 200);

    static IntStream seeds() {
        return IntStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOperatorDoesWhatItMayAndSaysWhatIsTrue(int seed, PostgresServer postgres, Login login)
            throws SQLException {
        var random = new Random(seed);
        var cluster = new FakeCluster();
        var clock = new ManualClock();
        var users = new Users(cluster, clock, random);
        var steps = new ArrayList<String>();
        var effects = new ArrayList<String>();
        var settings = TestOperator.settings(postgres.host(), postgres.port(), login, Map.of());
        try (var adversary = new Adversary(postgres, random);
                var ops =
                        new JdbiDatabaseOpsProvider()
                                .open(settings, Fence.OPEN, new SimpleMeterRegistry())) {
            var world = new World(cluster, ops, clock, Stream::of);
            for (var step = 1; step <= STEPS; step++) {
                steps.add(random.nextInt(3) > 0 ? users.act() : adversary.act());
                if (random.nextInt(20) == 0) {
                    world = world.restart();
                    steps.add("restart");
                }
                effects.addAll(step(world, cluster, postgres, login, adversary, steps));
            }
        }
        var counts =
                effects.stream()
                        .collect(groupingBy(identity(), TreeMap::new, Collectors.counting()));
        System.out.printf("seed %d as %s, %d steps: %s%n", seed, login, STEPS, counts);
        // The operator had something to do, or this test says nothing.
        assertThat(effects).hasSizeGreaterThan(STEPS / 20);
    }

    /// Lets the operator come to rest, and says what it did.
    private static List<String> step(
            World world,
            FakeCluster cluster,
            PostgresServer postgres,
            Login login,
            Adversary adversary,
            List<String> steps) {
        var objects = cluster.list();
        var before = Snapshot.of(postgres);
        try {
            world.settle().resync().lookAtSessions().elapse(Duration.ofMinutes(6)).resync();
            world.lookAtSecrets().elapse(Duration.ofMinutes(6)).resync();
            var after = Snapshot.of(postgres);
            new Rules(objects, login.name(), before, after).check();
            var denied = new Denied(postgres, login.name());
            new Rest(
                            cluster.list(),
                            login.name(),
                            postgres.superuser().name(),
                            after,
                            adversary::isConnected,
                            denied,
                            cluster.secrets())
                    .check();
            return after.changesSince(before);
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(
                    "after %d steps: %s"
                            .formatted(
                                    steps.size(),
                                    String.join(
                                            "\n",
                                            steps.subList(
                                                    Math.max(0, steps.size() - 25), steps.size()))),
                    wrong);
        }
    }
}
