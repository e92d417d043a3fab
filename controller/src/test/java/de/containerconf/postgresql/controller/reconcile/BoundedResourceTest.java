package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A plug-in that does not come back costs its object only.
@Timeout(30)
class BoundedResourceTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final FakeCluster cluster = new FakeCluster();
    private final FakePostgres postgres = new FakePostgres();
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();
    private Function<PostgreSQLConfig, Outcome> create = object -> Outcome.done();
    private final World world =
            new World(
                    cluster,
                    postgres,
                    new ManualClock(),
                    database -> Stream.of(database, bounded(Duration.ofMillis(50))));

    @AfterEach
    void goOn() {
        goOn.countDown();
    }

    @Test
    void theObjectSaysSoTheOthersAreWellAndItGoesOnWhenTheCallIsBack() {
        create = object -> object.key().name().equals("a") ? stuck() : Outcome.done();
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop2", "team");
        world.settle();
        assertThat(world.ready(A)).startsWith("False Failed: The resource 'audit' did not answer");
        assertThat(world.reason(B)).isEqualTo("Reconciled");
        assertThat(postgres.databases()).containsExactlyInAnyOrder("shop", "shop2");
        await().until(() -> interrupts.get() > 0);

        world.elapse(Duration.ofSeconds(1));
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Failed: An earlier call of the resource 'audit' has not come back yet.");

        create = object -> Outcome.done();
        goOn.countDown();
        await().untilAsserted(() -> {
            world.elapse(Duration.ofMinutes(5));
            assertThat(world.reason(A)).isEqualTo("Reconciled");
        });
    }

    @Test
    void aCallThatObeysTheInterruptIsRepeated() {
        create =
                object -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException stop) {
                        throw new IllegalStateException(stop);
                    }
                    return Outcome.done();
                };
        cluster.create(A, "shop", "team");
        world.settle();
        create = object -> Outcome.done();
        await().untilAsserted(() -> {
            world.elapse(Duration.ofMinutes(5));
            assertThat(world.reason(A)).isEqualTo("Reconciled");
        });
    }

    @Test
    void aStopWaitsForNothing() throws Exception {
        cluster.create(A, "shop", "team");
        var object = cluster.get(A);
        var resource = bounded(Duration.ofHours(1));
        create = any -> stuck();
        var answer = CompletableFuture.supplyAsync(() -> resource.ensureCreated(object));
        called.await();

        resource.stop();

        assertThat(answer.handle((outcome, failure) -> failure.getCause()).get())
                .isInstanceOf(DatabaseFailure.Fenced.class);
        await().until(() -> interrupts.get() > 0);
        cluster.create(B, "shop2", "team");
        assertThatThrownBy(() -> resource.ensureDeleted(cluster.get(B)))
                .isInstanceOf(DatabaseFailure.Fenced.class);
    }

    @Test
    void anErrorOfThePluginReachesTheObject() {
        create =
                object -> {
                    throw new StackOverflowError();
                };
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A)).startsWith("False Failed: Unexpected IllegalStateException");
    }

    private BoundedResource bounded(Duration limit) {
        return new BoundedResource(
                "audit",
                new Resource() {
                    @Override
                    public Outcome ensureCreated(PostgreSQLConfig object) {
                        return create.apply(object);
                    }

                    @Override
                    public Outcome ensureDeleted(PostgreSQLConfig object) {
                        return Outcome.done();
                    }
                },
                limit);
    }

    /// Ignores interrupts.
    private Outcome stuck() {
        called.countDown();
        while (true) {
            try {
                goOn.await();
                return Outcome.done();
            } catch (InterruptedException ignored) {
                interrupts.incrementAndGet();
            }
        }
    }
}
