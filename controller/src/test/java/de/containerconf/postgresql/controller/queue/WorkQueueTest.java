package de.containerconf.postgresql.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkQueueTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Next.Wait SETTLED = new Next.Settled();
    private static final Next.Wait BACK_OFF = new Next.BackOff(Duration.ofMinutes(5));

    /// Takes nothing off a back-off, so that times are exact.
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final ManualClock clock = new ManualClock();
    private final WorkQueue<String> queue = new WorkQueue<>(clock, NO_JITTER);

    @Test
    void keysAreTakenInTheOrderInWhichTheyCame() throws InterruptedException {
        add(Cause.CHANGED, "a", "b", "c");
        assertThat(takeAll()).containsExactly("a", "b", "c");
    }

    @Test
    void aKeyIsInTheQueueOnlyOnce() throws InterruptedException {
        add(Cause.CHANGED, "a", "b", "a");
        add(Cause.RESYNC, "a");
        assertThat(queue.depth()).isEqualTo(2);
        assertThat(takeAll()).containsExactly("a", "b");
    }

    @Test
    void editsOvertakeResyncWork() throws InterruptedException {
        add(Cause.RESYNC, "r1", "r2");
        add(Cause.WOKEN, "w");
        add(Cause.CHANGED, "c");
        assertThat(takeAll()).containsExactly("c", "r1", "r2", "w");
    }

    @Test
    void anEditPromotesAKeyThatWaitsInTheOrdinaryLane() throws InterruptedException {
        add(Cause.RESYNC, "r1", "r2");
        add(Cause.CHANGED, "r2");
        add(Cause.RESYNC, "r2");
        assertThat(queue.depth()).isEqualTo(2);
        assertThat(takeAll()).containsExactly("r2", "r1");
    }

    @Test
    void aKeyThatIsWorkedOnIsNotGivenToASecondWorker() throws InterruptedException {
        add(Cause.CHANGED, "a");
        queue.take();
        add(Cause.CHANGED, "a");
        assertThat(queue.depth()).isZero();
        assertThat(queue.active()).isEqualTo(1);
    }

    @Test
    void aCauseDuringAPassLeadsToAnotherOne() throws InterruptedException {
        for (var cause : Cause.values()) {
            add(Cause.CHANGED, "a");
            queue.take();
            add(cause, "a");
            queue.done("a", SETTLED);
            assertThat(takeAll()).as(cause.name()).containsExactly("a");
        }
    }

    @Test
    void manyCausesDuringAPassLeadToOneMore() throws InterruptedException {
        add(Cause.CHANGED, "a");
        queue.take();
        add(Cause.RESYNC, "a", "a");
        add(Cause.CHANGED, "a");
        add(Cause.WOKEN, "a");
        add(Cause.RESYNC, "b");
        queue.done("a", BACK_OFF);
        assertThat(takeAll()).containsExactly("a", "b"); // in the lane of the strongest
        assertThat(queue.size()).isZero();
    }

    @Test
    void theResyncDuringAPassDoesNotEndTheWaitThatFollows() throws InterruptedException {
        for (var next : List.of(BACK_OFF, new Next.After(MINUTE))) {
            add(Cause.CHANGED, "a");
            queue.take();
            add(Cause.RESYNC, "a");
            queue.done("a", next);
            assertThat(queue.depth()).isZero();
            clock.advance(MINUTE);
            assertThat(takeAll()).containsExactly("a");
        }
    }

    @Test
    void backOffDoublesUpToItsLimit() throws InterruptedException {
        add(Cause.CHANGED, "a");
        for (var millis : List.of(100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000)) {
            queue.take();
            queue.done("a", new Next.BackOff(Duration.ofSeconds(5)));
            clock.advance(Duration.ofMillis(millis).minusNanos(1));
            assertThat(queue.depth()).as("before %d ms", millis).isZero();
            clock.advance(Duration.ofNanos(1));
            assertThat(queue.depth()).as("after %d ms", millis).isEqualTo(1);
        }
    }

    @Test
    void successEndsASeriesOfFailures() throws InterruptedException {
        for (var next : List.of(SETTLED, new Next.After(Duration.ZERO))) {
            for (var failure = 0; failure < 5; failure++) {
                add(Cause.CHANGED, "a");
                queue.take();
                queue.done("a", BACK_OFF);
            }
            add(Cause.CHANGED, "a");
            queue.take();
            queue.done("a", next);
            add(Cause.CHANGED, "a");
            queue.take();
            queue.done("a", BACK_OFF);
            clock.advance(Duration.ofMillis(100));
            assertThat(takeAll()).containsExactly("a");
        }
    }

    @Test
    void onlyTheResyncRespectsAWait() throws InterruptedException {
        wait("a", MINUTE);
        add(Cause.RESYNC, "a");
        assertThat(queue.depth()).isZero();
        add(Cause.WOKEN, "a");
        assertThat(takeAll()).containsExactly("a");
        wait("a", MINUTE);
        add(Cause.CHANGED, "a");
        assertThat(takeAll()).containsExactly("a");
        clock.advance(MINUTE);
        assertThat(queue.depth()).isZero(); // the wait is over for good
    }

    @Test
    void waitsEndInTheOrderOfTheirTimes() throws InterruptedException {
        wait("late", MINUTE);
        wait("soon", Duration.ofSeconds(1));
        wait("middle", Duration.ofSeconds(30));
        clock.advance(MINUTE);
        assertThat(takeAll()).containsExactly("soon", "middle", "late");
    }

    @Test
    void addAfterWaitsUnlessThereIsSomethingSoonerAnyway() throws InterruptedException {
        queue.addAfter("a", MINUTE);
        queue.addAfter("a", Duration.ZERO);
        assertThat(queue.depth()).isZero();
        add(Cause.RESYNC, "b");
        queue.addAfter("b", Duration.ZERO);
        add(Cause.RESYNC, "c");
        clock.advance(MINUTE);
        assertThat(takeAll()).containsExactly("b", "c", "a");
        assertThat(queue.size()).isZero();
    }

    @Test
    void addAfterDuringAPassIsNotNeeded() throws InterruptedException {
        add(Cause.CHANGED, "a");
        queue.take();
        queue.addAfter("a", Duration.ZERO);
        queue.done("a", SETTLED);
        assertThat(queue.size()).isZero();
    }

    @Test
    void wakeAllEndsEveryWait() throws InterruptedException {
        wait("a", MINUTE);
        wait("b", Duration.ofHours(1));
        queue.wakeAll();
        assertThat(takeAll()).containsExactlyInAnyOrder("a", "b");
        assertThat(queue.size()).isZero();
    }

    @Test
    void wakeAllRepeatsAPassThatIsJustFindingTheServerDown() throws InterruptedException {
        add(Cause.CHANGED, "a");
        queue.take();
        queue.wakeAll();
        queue.done("a", new Next.After(Duration.ofMinutes(5)));
        assertThat(takeAll()).containsExactly("a");
    }

    @Test
    void anAbsurdWaitDoesNotOverflow() throws InterruptedException {
        wait("a", Duration.ofSeconds(Long.MAX_VALUE));
        wait("b", MINUTE);
        clock.advance(MINUTE);
        assertThat(takeAll()).containsExactly("b");
        clock.advance(Duration.ofDays(1));
        assertThat(takeAll()).containsExactly("a");
    }

    @Test
    void aSettledKeyTakesNoMemory() throws InterruptedException {
        for (var i = 0; i < 10_000; i++) {
            add(Cause.CHANGED, "key-" + i);
            queue.done(queue.take(), SETTLED);
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void onlyWhatWasTakenCanBeDone() throws InterruptedException {
        assertThatIllegalStateException()
                .isThrownBy(() -> queue.done("a", SETTLED))
                .withMessage("a is not being worked on");
        add(Cause.CHANGED, "a");
        assertThatIllegalStateException().isThrownBy(() -> queue.done("a", SETTLED));
        queue.take();
        queue.done("a", SETTLED);
        assertThatIllegalStateException().isThrownBy(() -> queue.done("a", SETTLED));
    }

    @Test
    void aWaitingWorkerGetsWhatComes() {
        var taken = new CopyOnWriteArrayList<String>();
        var workers = new ArrayList<Thread>();
        for (var i = 0; i < 3; i++) {
            workers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    taken.add(queue.take());
                                } catch (InterruptedException stop) {
                                    taken.add("interrupted");
                                }
                            }));
        }
        add(Cause.CHANGED, "a");
        add(Cause.RESYNC, "b");
        await().untilAsserted(() -> assertThat(taken).containsExactlyInAnyOrder("a", "b"));
        workers.forEach(Thread::interrupt);
        await().untilAsserted(() -> assertThat(taken).hasSize(3).contains("interrupted"));
    }

    @Test
    void aWaitingWorkerIsWokenByTime() throws InterruptedException {
        var real = new WorkQueue<String>(System::nanoTime, NO_JITTER);
        real.addAfter("a", Duration.ofMillis(20));
        var begin = System.nanoTime();
        assertThat(real.take()).isEqualTo("a");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
    }

    /// Many producers and workers for real: no key twice at a time, and no cause is lost.
    @Test
    void nothingIsLostOrDoneTwiceAtATime() throws InterruptedException {
        var keys = 50;
        var rounds = 4_000;
        var real = new WorkQueue<Integer>(System::nanoTime, new Random(1));
        var wanted = new AtomicInteger[keys];
        var seen = new AtomicInteger[keys];
        for (var key = 0; key < keys; key++) {
            wanted[key] = new AtomicInteger();
            seen[key] = new AtomicInteger();
        }
        Set<Integer> busy = ConcurrentHashMap.newKeySet();
        var doubles = new AtomicInteger();
        var workers = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            workers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (true) {
                                        var key = real.take();
                                        if (!busy.add(key)) {
                                            doubles.incrementAndGet();
                                        }
                                        seen[key].set(wanted[key].get());
                                        LockSupport.parkNanos(1);
                                        busy.remove(key);
                                        real.done(key, anyNext());
                                    }
                                } catch (InterruptedException stop) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        var producers = new CountDownLatch(4);
        for (var i = 0; i < 4; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        var random = ThreadLocalRandom.current();
                        for (var round = 0; round < rounds; round++) {
                            var key = random.nextInt(keys);
                            wanted[key].incrementAndGet();
                            real.add(key, random.nextBoolean() ? Cause.CHANGED : Cause.WOKEN);
                            if (round % 500 == 0) {
                                real.wakeAll();
                            }
                        }
                        producers.countDown();
                    });
        }
        assertThat(producers.await(15, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> {
            for (var key = 0; key < keys; key++) {
                assertThat(seen[key].get()).isEqualTo(wanted[key].get());
            }
        });
        assertThat(doubles).hasValue(0);
        workers.forEach(Thread::interrupt);
    }

    private static Next.Wait anyNext() {
        return switch (ThreadLocalRandom.current().nextInt(4)) {
            case 0 -> new Next.After(Duration.ofNanos(1));
            case 1 -> new Next.BackOff(Duration.ofMillis(100));
            default -> SETTLED;
        };
    }

    private void add(Cause cause, String... keys) {
        for (var key : keys) {
            queue.add(key, cause);
        }
    }

    private void wait(String key, Duration time) throws InterruptedException {
        add(Cause.CHANGED, key);
        assertThat(queue.take()).isEqualTo(key);
        queue.done(key, new Next.After(time));
    }

    /// Takes and settles what is due.
    private List<String> takeAll() throws InterruptedException {
        var taken = new ArrayList<String>();
        while (queue.depth() > 0) {
            taken.add(queue.take());
        }
        taken.forEach(key -> queue.done(key, SETTLED));
        return taken;
    }
}
