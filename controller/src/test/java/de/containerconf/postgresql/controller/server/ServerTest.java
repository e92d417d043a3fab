package de.containerconf.postgresql.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.controller.bounded.BoundedCalls;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServerTest {

    private final FakePostgres postgres = new FakePostgres();
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger news = new AtomicInteger();

    /// A permit lets one pause of the probe end.
    private final Semaphore pauses = new Semaphore(0);

    private final List<Duration> paused = new CopyOnWriteArrayList<>();
    private final Server server =
            new Server(
                    postgres,
                    2,
                    null,
                    clock,
                    new Random(1),
                    news::incrementAndGet,
                    duration -> {
                        paused.add(duration);
                        pauses.acquire();
                    });

    @Test
    void anOperationRunsOnAServerThatAnswered() {
        server.probeOnce();
        assertThat(server.call("x", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(server.info().login()).isEqualTo(FakePostgres.LOGIN);
        assertThat(server.up()).isTrue();
        assertThat(server.downFor()).isEmpty();
        assertThat(news).hasValue(1);
    }

    @Test
    void afterOneFailureNobodyTriesButTheProbe() {
        server.probeOnce();
        postgres.goDown("Connection refused.");
        assertDown("Connection refused.");
        postgres.comeBack();
        assertDown("Connection refused.");
        assertThat(postgres.calls()).containsExactly("server", "catalog");
        assertThat(server.up()).isFalse();
        server.probeOnce();
        assertThat(server.call("x", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(news).hasValue(2);
    }

    @Test
    void aServerThatWasNeverReachedSaysWhy() {
        postgres.goDown("password authentication failed for user \"operator\"");
        server.probeOnce();
        assertDown("password authentication failed for user \"operator\"");
        assertThatThrownBy(server::info).isInstanceOf(DatabaseFailure.Unavailable.class);
        assertThat(postgres.calls()).containsExactly("server");
    }

    @Test
    void theTimeOfAnOutageCountsFromItsBeginning() {
        server.probeOnce();
        postgres.goDown("one");
        assertDown("one");
        clock.advance(Duration.ofMinutes(7));
        postgres.goDown("another");
        server.probeOnce();
        assertThat(server.downFor()).contains(Duration.ofMinutes(7));
        assertDown("another");
    }

    @Test
    void whoWaitsHearsOnceAnOutageWhatIsKnownBetter() {
        server.probeOnce();
        postgres.goDown("the connection broke");
        assertDown("the connection broke");
        assertThat(news).hasValue(1);
        postgres.goDown("refuses connections");
        server.probeOnce();
        server.probeOnce();
        assertThat(news).hasValue(2);
        postgres.goDown("does not answer");
        server.probeOnce();
        assertThat(news).hasValue(2);
        assertDown("does not answer");
        postgres.comeBack();
        server.probeOnce();
        assertThat(news).hasValue(3);
    }

    @Test
    void otherFailuresAreNoOutage() {
        server.probeOnce();
        postgres.onCall(call -> {
            throw new DatabaseFailure.Denied("no", "GRANT", null);
        });
        assertThatThrownBy(() -> server.call("x", DatabaseOps::catalog))
                .isInstanceOf(DatabaseFailure.Denied.class);
        assertThat(server.up()).isTrue();
    }

    @Test
    void aSuccessfulServerIsNotProbed() {
        server.probeOnce();
        server.probeOnce();
        assertThat(postgres.calls()).containsExactly("server");
        assertThat(news).hasValue(1);
    }

    @Test
    void aBackendThatFailsUnexpectedlyIsProbedAgain() {
        postgres.onCall(call -> {
            throw new IllegalStateException("secret details");
        });
        server.probeOnce();
        assertDown("The database backend failed unexpectedly; the operator's log has the details.");
        postgres.onCall(call -> {});
        server.probeOnce();
        assertThat(server.up()).isTrue();
    }

    @Test
    void onlySoManyOperationsRunAtOnce() {
        server.probeOnce();
        var crowd = new Crowd();
        crowd.start(10, server::call);
        await().untilAtomic(crowd.running, equalTo(2));
        crowd.go.countDown();
        await().untilAtomic(crowd.finished, equalTo(10));
        assertThat(crowd.most).hasValue(2);
    }

    @Test
    void halfOfTheConnectionsCopyDatabasesAndTheOthersAreThereForTheRest() {
        var four = new Server(postgres, 4, null, clock, new Random(1), news::incrementAndGet);
        four.probeOnce();
        var copies = new Crowd();
        copies.start(6, four::copy);
        await().untilAtomic(copies.running, equalTo(2));

        assertThat(four.call("y", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(copies.finished).hasValue(0);

        copies.go.countDown();
        await().untilAtomic(copies.finished, equalTo(6));
        assertThat(copies.most).hasValue(2);
    }

    @Test
    void aServerWithOneConnectionCopiesDatabasesToo() {
        var one = new Server(postgres, 1, null, clock, new Random(1), news::incrementAndGet);
        one.probeOnce();
        assertThat(one.copy("x", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(one.copy("x", DatabaseOps::catalog).databases()).isEmpty();
    }

    /// Two of a plug-in hang: they count no more, and others go on before they are given up.
    @Test
    void anOperationThatIsSlowKeepsTheServerFromNobody() {
        var bounded = impatient();
        var hanging = new Crowd();
        hanging.start(2, bounded::call);
        await().untilAtomic(hanging.running, equalTo(2));

        assertThat(bounded.call("well", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(hanging.finished).hasValue(0);

        hanging.go.countDown();
        await().untilAtomic(hanging.finished, equalTo(2));
        var next = new Crowd();
        next.go.countDown();
        next.start(8, bounded::call);
        await().untilAtomic(next.finished, equalTo(8));
        assertThat(next.most).hasValueLessThanOrEqualTo(2); // no permit came back twice
    }

    @Test
    void aCopyThatIsSlowKeepsNobodyFromAnother() {
        var bounded = impatient();
        var hanging = new Crowd();
        hanging.start(1, bounded::copy);
        await().untilAtomic(hanging.running, equalTo(1));

        assertThat(bounded.copy("well", DatabaseOps::catalog).databases()).isEmpty();
        assertThat(hanging.finished).hasValue(0);

        hanging.go.countDown();
        await().untilAtomic(hanging.finished, equalTo(1));
    }

    @Test
    void whoIsStoppedWaitsForNoPlugin() {
        var bounds = new BoundedCalls<String>("backend", Duration.ofHours(1), Duration.ofHours(1));
        var bounded = new Server(postgres, 1, bounds, clock, new Random(1), () -> {});
        bounded.probeOnce();
        var begun = new CountDownLatch(1);
        var failures = new CopyOnWriteArrayList<RuntimeException>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        bounded.call(
                                "x",
                                ops -> {
                                    begun.countDown();
                                    awaitLatch(new CountDownLatch(1));
                                    return true;
                                });
                    } catch (RuntimeException stopped) {
                        failures.add(stopped);
                    }
                });
        awaitLatch(begun);

        bounded.stop();

        await().until(() -> !failures.isEmpty());
        assertThat(failures.getFirst()).isInstanceOf(DatabaseFailure.Fenced.class);
        assertThatThrownBy(() -> bounded.call("y", DatabaseOps::catalog))
                .isInstanceOf(DatabaseFailure.Fenced.class);
    }

    @Test
    void whoWaitedForAPermitDoesNotTryAServerThatBrokeMeanwhile() {
        server.probeOnce();
        var begun = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        var tries = new AtomicInteger();
        var failures = new AtomicInteger();
        for (var i = 0; i < 10; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            server.call(
                                    "x",
                                    ops -> {
                                        tries.incrementAndGet();
                                        begun.countDown();
                                        awaitLatch(go);
                                        throw new DatabaseFailure.Unavailable("gone", null);
                                    });
                        } catch (DatabaseFailure.Unavailable expected) {
                            failures.incrementAndGet();
                        }
                    });
        }
        awaitLatch(begun);
        go.countDown();
        await().untilAtomic(failures, equalTo(10));
        assertThat(tries).hasValue(2);
    }

    @Test
    void aLateFailureDoesNotBreakAServerThatIsBack() {
        server.probeOnce();
        assertThatThrownBy(() ->
                        server.call(
                                "x",
                                ops -> {
                                    postgres.goDown("blip");
                                    assertDown("blip");
                                    postgres.comeBack();
                                    server.probeOnce();
                                    throw new DatabaseFailure.Unavailable(
                                            "an old connection", null);
                                }))
                .hasMessage("an old connection");
        assertThat(server.up()).isTrue();
    }

    /// It waits until the server is back, and nothing wakes it to say it better.
    @Test
    void whoFailsSecondSaysWhatTheServerIsKnownToBeDownFor() {
        server.probeOnce();
        assertThatThrownBy(() ->
                        server.call(
                                "x",
                                ops -> {
                                    postgres.goDown("refuses connections");
                                    assertDown("refuses connections");
                                    throw new DatabaseFailure.Unavailable("broke", null);
                                }))
                .isInstanceOf(DatabaseFailure.Unavailable.class)
                .hasMessage("refuses connections");
    }

    @Test
    void theProbeTriesAtIntervalsUntilTheServerIsBack() {
        postgres.goDown("starting up");
        var probe = startProbe();
        for (var tries = 1; tries <= 3; tries++) {
            var count = tries;
            await().until(() -> paused.size() == count);
            assertThat(postgres.calls()).hasSize(count);
            if (tries == 3) {
                postgres.comeBack();
            }
            pauses.release();
        }
        await().until(server::up);
        assertThat(paused)
                .allSatisfy(pause ->
                        assertThat(pause).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5)));
        stop(probe);
    }

    @Test
    void aServerThatOnlyAnswersTheProbeIsNotAskedInALoop() {
        var probe = startProbe();
        await().until(() -> paused.size() == 1);
        postgres.goDown("too many connections");
        assertDown("too many connections");
        postgres.comeBack();
        assertThat(paused).hasSize(1); // still in the pause after the first probe
        assertThat(server.up()).isFalse();
        pauses.release();
        await().until(server::up);
        stop(probe);
    }

    @Test
    void aServerThatBreaksLaterIsProbedAtOnce() {
        var probe = startProbe();
        pauses.release();
        await().until(() -> probe.getState() == Thread.State.WAITING && paused.size() == 1);
        postgres.goDown("restart");
        assertDown("restart");
        await().until(() -> paused.size() == 2);
        assertThat(postgres.calls()).containsExactly("server", "catalog", "server");
        stop(probe);
    }

    @Test
    void whoComesBeforeTheFirstAnswerWaitsForIt() {
        var answer = new CopyOnWriteArrayList<String>();
        Thread.ofVirtual().start(() -> answer.add(server.info().login()));
        server.probeOnce();
        await().untilAsserted(() -> assertThat(answer).containsExactly(FakePostgres.LOGIN));
    }

    @Test
    void aNewLeaderFirstEndsTheSessionsOfTheFormerOne() {
        server.probeOnce();
        server.takeOver();
        assertThat(server.up()).isFalse();
        server.probeOnce();
        assertThat(server.call("x", DatabaseOps::catalog).databases()).isEmpty();
        server.probeOnce();
        assertThat(postgres.calls())
                .containsExactly("server", "endOtherProcesses", "server", "catalog");
        assertThat(news).hasValue(2);
    }

    @Test
    void untilTheyAreEndedNothingIsDone() {
        server.takeOver();
        postgres.goDown("1 connections of the former leader do not end.");
        server.probeOnce();
        assertDown("1 connections of the former leader do not end.");
        postgres.comeBack();
        server.probeOnce();
        assertThat(server.up()).isTrue();
        assertThat(postgres.calls())
                .containsExactly("endOtherProcesses", "endOtherProcesses", "server");
    }

    @Test
    void afterATakeOverOperationsWaitForTheAnswer() {
        server.probeOnce();
        server.takeOver();
        var answer = new CopyOnWriteArrayList<String>();
        Thread.ofVirtual().start(() -> answer.add(server.info().login()));
        server.probeOnce();
        await().untilAsserted(() -> assertThat(answer).containsExactly(FakePostgres.LOGIN));
    }

    @Test
    void whoMayNotActSaysNothingOfTheServer() {
        postgres.onCall(call -> {
            throw new DatabaseFailure.Fenced("not now");
        });
        server.probeOnce();
        assertThat(server.downFor()).isEmpty();
        postgres.onCall(call -> {});
        server.probeOnce();
        assertThat(server.up()).isTrue();
    }

    private void assertDown(String message) {
        assertThatThrownBy(() -> server.call("x", DatabaseOps::catalog))
                .isInstanceOf(DatabaseFailure.Unavailable.class)
                .hasMessage(message);
    }

    private Thread startProbe() {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        server.probe();
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void stop(Thread probe) {
        probe.interrupt();
        await().until(() -> !probe.isAlive());
    }

    /// One with two connections and the backend of a plug-in, whose operations soon count as slow.
    private Server impatient() {
        var bounds =
                new BoundedCalls<String>("backend", Duration.ofMillis(50), Duration.ofHours(1));
        var bounded = new Server(postgres, 2, bounds, clock, new Random(1), news::incrementAndGet);
        bounded.probeOnce();
        return bounded;
    }

    /// Operations of so many objects at the same time, which end when they may.
    private static final class Crowd {

        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger finished = new AtomicInteger();

        /// @param call of the server, with the object and the operation
        void start(int count, BiConsumer<String, Function<DatabaseOps, Integer>> call) {
            for (var i = 0; i < count; i++) {
                var object = "object " + i;
                Thread.ofVirtual()
                        .start(() -> {
                            call.accept(object, _ -> run());
                            finished.incrementAndGet();
                        });
            }
        }

        private int run() {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            awaitLatch(go);
            return running.decrementAndGet();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
