package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.controller.bounded.BoundedCalls;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A backend of a plug-in that does not come back costs its object only.
@Timeout(30)
class BoundedBackendTest {

    /// More than there are connections.
    private static final int HANGING = 6;

    private static final String WELL = "team/well";
    private final FakeCluster cluster = new FakeCluster();
    private final FakePostgres postgres = new FakePostgres();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();
    private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final BoundedCalls<String> bounds =
            new BoundedCalls<>("database backend", Duration.ofMillis(20), Duration.ofMillis(60));
    private final World world = new World(cluster, postgres, bounds, new ManualClock(), Stream::of);

    @AfterEach
    void goOn() {
        goOn.countDown();
    }

    @Test
    void theObjectsSayWhyTheOthersAreWellAndAllGoOnWhenTheCallsAreBack() {
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase hangs")) {
                hang(call);
            }
        });
        for (var i = 0; i < HANGING; i++) {
            cluster.create("team/h" + i, "hangs" + i, "team");
        }
        cluster.create(WELL, "well", "team");
        world.settle();

        assertThat(world.reason(WELL)).isEqualTo("Reconciled");
        for (var i = 0; i < HANGING; i++) {
            assertThat(world.ready("team/h" + i))
                    .startsWith("False Failed: The database backend did not answer within ");
        }
        await().untilAsserted(() -> assertThat(interrupts).hasValueGreaterThanOrEqualTo(HANGING));

        world.elapse(Duration.ofMinutes(10)).resync();
        for (var i = 0; i < HANGING; i++) {
            assertThat(world.ready("team/h" + i))
                    .isEqualTo(
                            "False Failed: An earlier call of the database backend has not come back yet.");
        }
        assertThat(begun.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(world.reason(WELL)).isEqualTo("Reconciled");

        postgres.onCall(call -> {});
        goOn.countDown();
        await().untilAsserted(() -> {
            world.elapse(Duration.ofMinutes(5));
            for (var i = 0; i < HANGING; i++) {
                assertThat(world.reason("team/h" + i)).isEqualTo("Reconciled");
            }
        });
        assertThat(postgres.databases()).hasSize(HANGING + 1);
    }

    /// Who reads all for everybody is nobody's object: the next round is told of the one that
    /// hangs.
    @Test
    void aRoundThatHangsKeepsNobodyFromAPass() {
        cluster.create(WELL, "well", "team");
        world.settle();
        postgres.onCall(call -> {
            if (call.equals("catalog")) {
                hang(call);
            }
        });
        world.resync().resync().resync();
        assertThat(begun.get("catalog")).hasValue(1);

        cluster.create("team/new", "new", "team");
        world.settle();

        assertThat(world.reason("team/new")).isEqualTo("Reconciled");
    }

    @Test
    void anExceptionReachesItsObject() {
        postgres.onCall(call -> {
            if (call.equals("createDatabase bad")) {
                throw new StackOverflowError();
            }
        });
        cluster.create("team/bad", "bad", "team");
        cluster.create(WELL, "well", "team");
        world.settle();

        assertThat(world.reason(WELL)).isEqualTo("Reconciled");
        assertThat(world.ready("team/bad"))
                .startsWith("False Failed: Unexpected IllegalStateException");
    }

    /// Ignores interrupts.
    private void hang(String call) {
        begun.computeIfAbsent(call, _ -> new AtomicInteger()).incrementAndGet();
        while (true) {
            try {
                goOn.await();
                return;
            } catch (InterruptedException ignored) {
                interrupts.incrementAndGet();
            }
        }
    }
}
