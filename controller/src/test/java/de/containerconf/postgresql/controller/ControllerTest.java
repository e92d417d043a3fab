package de.containerconf.postgresql.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The controller as it is assembled, with its threads.
@Timeout(30)
class ControllerTest {

    private static final int OBJECTS = 60;
    private final FakeCluster cluster = new FakeCluster();
    private final FakePostgres postgres = new FakePostgres();
    private final ShutdownFence fence = new ShutdownFence();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Controller controller = controller(List.of("database"));

    @AfterEach
    void close() {
        controller.close();
    }

    @Test
    void manyObjectsAreWorkedOffAtOnceAndNoneTwiceAtATime() {
        var busy = new AtomicInteger();
        var most = new AtomicInteger();
        postgres.onCall(call -> {
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            busy.decrementAndGet();
        });
        var sink = controller.scope(null);
        controller.start();
        sink.replace(List.of());
        for (var i = 0; i < OBJECTS; i++) {
            cluster.create("team/o" + i, "db" + i, "owner" + i % 7);
        }
        await().until(() -> {
            cluster.deliver(sink);
            return cluster.list().stream().allMatch(PostgreSQLConfig::ready);
        });
        assertThat(postgres.databases()).hasSize(OBJECTS);
        assertThat(most).hasValueLessThanOrEqualTo(4);
        for (var i = 0; i < OBJECTS; i++) {
            cluster.delete("team/o" + i);
        }
        await().until(() -> {
            cluster.deliver(sink);
            return cluster.list().isEmpty();
        });
        assertThat(postgres.databases()).isEmpty();
        assertThat(postgres.changes())
                .filteredOn(call -> call.startsWith("dropDatabase"))
                .hasSize(OBJECTS);
        assertThat(postgres.catalog().roles()).isEmpty();
        await().until(() -> gauge("operator.queue.active") == 0);
        assertThat(gauge("operator.queue.depth")).isZero();
        assertThat(controller.alive()).isTrue();
    }

    @Test
    void manyObjectsAreNoStormForAnApiServerThatIsAway() {
        var objects = 500;
        var away = new AtomicBoolean(true);
        cluster.onCall(call -> {
            if (away.get()) {
                throw new ClusterFailure.Unavailable("away", null, null);
            }
        });
        var sink = controller.scope(null);
        sink.replace(List.of());
        controller.start();
        for (var i = 0; i < objects; i++) {
            cluster.create("team/o" + i, "db" + i, "owner");
        }
        cluster.deliver(sink);
        await().until(() -> cluster.calls().size() > ApiBreaker.TOLERATED);
        var outage = Duration.ofSeconds(5);
        await().pollDelay(outage).atMost(outage.multipliedBy(2)).until(() -> true);
        assertThat(cluster.calls()).hasSizeLessThan(50);
        assertThat(postgres.changes()).isEmpty();

        away.set(false);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> cluster.list().stream().allMatch(PostgreSQLConfig::ready));
    }

    @Test
    void theFirstListLeadsToAComparison() {
        cluster.create("team/a", "shop", "team");
        var sink = controller.scope(null);
        controller.start();
        sink.replace(cluster.list());
        await().until(() -> cluster.get("team/a").ready());
        await().until(() -> postgres.calls().contains("catalog"));
    }

    @Test
    void itHasListedWhenEveryScopeHas() {
        var one = controller.scope("one");
        var two = controller.scope("two");
        one.replace(List.of());
        assertThat(controller.listed()).isFalse();
        two.replace(List.of());
        assertThat(controller.listed()).isTrue();
    }

    @Test
    void aStopLetsPassesUnderWayEndAndBeginsNoMore() throws InterruptedException {
        var creating = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        postgres.onCall(call -> {
            if (call.equals("createDatabase shop")) {
                creating.countDown();
                awaitLatch(goOn);
            }
        });
        cluster.create("team/a", "shop", "team");
        var sink = controller.scope(null);
        controller.start();
        sink.replace(cluster.list());
        creating.await();
        var stopper = Thread.ofVirtual().start(controller::close);
        await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        fence.check(); // passes may still act
        cluster.create("team/b", "other", "team");
        cluster.deliver(sink);
        goOn.countDown();
        stopper.join();
        assertThat(cluster.get("team/a").ready()).isTrue();
        assertThat(reason("team/b")).isEqualTo("Pending");
        assertThat(postgres.databases()).containsExactly("shop");
        assertThatThrownBy(fence::check).isInstanceOf(DatabaseFailure.Fenced.class);
    }

    @Test
    void whoStandsByFollowsTheObjectsAndDoesNothing() {
        cluster.create("team/a", "shop", "team");
        controller.scope(null).replace(cluster.list());

        assertThat(controller.listed()).isTrue();
        assertThat(controller.alive()).isTrue();
        assertThat(gauge("operator.queue.depth")).isZero();
        assertThat(meters.get("operator.objects").tag("ready", "unknown").gauge().value())
                .isEqualTo(1);
        assertThat(postgres.calls()).isEmpty();
    }

    @Test
    void whoBeginsToLeadEndsTheSessionsOfTheFormerLeaderAndWorks() {
        cluster.create("team/a", "shop", "team");
        controller.scope(null).replace(cluster.list());
        controller.startedLeading();
        await().until(() -> cluster.get("team/a").ready());
        assertThat(postgres.calls()).startsWith("endOtherProcesses", "server");
    }

    @Test
    void whoLeadsNoMoreBeginsNoMorePassesUntilItLeadsAgain() {
        var sink = controller.scope(null);
        cluster.create("team/a", "shop", "team");
        sink.replace(cluster.list());
        controller.startedLeading();
        await().until(() -> cluster.get("team/a").ready());

        controller.stoppedLeading();
        cluster.create("team/b", "other", "team");
        sink.replace(cluster.list());
        assertThat(gauge("operator.queue.depth")).isZero();
        assertThat(controller.alive()).isTrue();
        assertThat(postgres.databases()).containsExactly("shop");

        controller.startedLeading();
        await().until(() -> cluster.get("team/b").ready());
    }

    @Test
    void whoMayNotActWritesNoObject() {
        cluster.create("team/a", "shop", "team");
        fence.shut();
        controller.scope(null).replace(cluster.list());
        controller.start();
        await().until(() ->
                meters.get("operator.reconcile").tag("result", "error").timer().count() > 0);
        assertThat(cluster.get("team/a").held()).isFalse();
        assertThat(reason("team/a")).isEqualTo("Pending");
        assertThat(postgres.changes()).isEmpty();
    }

    @Test
    void aResourceThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller(List.of("database", "backup")))
                .withMessage("there is no resource 'backup'");
    }

    @Test
    void objectsAreCountedByReadiness() {
        cluster.create("team/a", "shop", "team");
        controller.scope(null).replace(cluster.list());
        assertThat(meters.get("operator.objects").tag("ready", "unknown").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("operator.objects").tag("ready", "true").gauge().value()).isZero();
        assertThat(gauge("operator.server.up")).isZero();
    }

    private Controller controller(List<String> resources) {
        return new Controller(
                new ControllerSettings(
                        "c-1",
                        null,
                        false,
                        false,
                        Duration.ofHours(1),
                        resources,
                        World.CREDENTIALS,
                        false,
                        4,
                        8),
                postgres,
                fence,
                cluster,
                cluster.secrets(),
                cluster,
                Events.NONE,
                Map.of(),
                meters);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private String reason(String key) {
        return cluster.get(key)
                .status()
                .condition(Condition.READY)
                .map(Condition::reason)
                .orElse("");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not in time");
            }
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
