package de.containerconf.postgresql.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.Next;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {

    private final WorkQueue<ObjectKey> queue = new WorkQueue<>(System::nanoTime, new Random(1));
    private final List<String> done = new CopyOnWriteArrayList<>();
    private @Nullable Loop loop;

    @AfterEach
    void stop() {
        if (loop != null) {
            loop.stop();
        }
    }

    @Test
    void neverMoreThanSoManyAreWorkedOnAtOnce() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        start(
                2,
                key -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    awaitLatch(go);
                    running.decrementAndGet();
                    done.add(key.name());
                    return new Next.Settled();
                });
        for (var i = 0; i < 10; i++) {
            add("o" + i);
        }
        await().until(() -> running.get() == 2 && queue.depth() == 8);
        go.countDown();
        await().dontCatchUncaughtExceptions().until(() -> done.size() == 10);
        assertThat(most).hasValue(2);
    }

    @Test
    void aPassThatEndsWithAnErrorCostsNoWorker() {
        start(
                1,
                key -> {
                    done.add(key.name());
                    if (key.name().equals("bad")) {
                        throw new StackOverflowError("of a plug-in");
                    }
                    return new Next.After(Duration.ofSeconds(Long.MAX_VALUE));
                });
        add("bad");
        add("good");
        add("fine");
        await().dontCatchUncaughtExceptions()
                .until(() -> done.containsAll(List.of("bad", "good", "fine")));
        await().dontCatchUncaughtExceptions()
                .until(() -> done.stream().filter("bad"::equals).count() >= 2); // tried again
    }

    private void start(int count, Function<ObjectKey, Next> pass) {
        var breaker = new ApiBreaker(System::nanoTime, new Random(1));
        var workers = new Workers(queue, breaker, count, pass);
        loop = new Loop("workers", workers::run);
        loop.start();
    }

    private void add(String name) {
        queue.add(new ObjectKey("n", name), Cause.CHANGED);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
