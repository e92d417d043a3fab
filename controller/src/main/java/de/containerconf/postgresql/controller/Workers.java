package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.controller.queue.Next;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Works off the queue, so many objects at once. Their threads are no virtual ones: a pass is a few
/// dozen short waits for the network, each of which costs a virtual thread more than the work
/// before it. They end when they have had nothing to do for a while.
final class Workers {

    private static final int IDLE_SECONDS = 10;

    private final WorkQueue<ObjectKey> queue;
    private final ApiBreaker breaker;
    private final int count;
    private final Semaphore free;
    private final Executor threads;
    private final Function<ObjectKey, Next> pass;

    Workers(
            WorkQueue<ObjectKey> queue,
            ApiBreaker breaker,
            int count,
            Function<ObjectKey, Next> pass) {
        this.queue = queue;
        this.breaker = breaker;
        this.count = count;
        this.free = new Semaphore(count);
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE, // the semaphore counts
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name("pass-", 1).factory());
        this.pass = pass;
    }

    void run() throws InterruptedException {
        while (true) {
            free.acquire();
            ObjectKey key;
            boolean trial;
            try {
                trial = breaker.await();
                key = queue.take();
            } catch (InterruptedException stop) {
                free.release();
                throw stop;
            }
            threads.execute(() -> work(key, trial));
        }
    }

    /// Waits until no pass is under way.
    ///
    /// @return false if one still is
    boolean awaitIdle(Duration limit) {
        try {
            var idle = free.tryAcquire(count, limit.toMillis(), TimeUnit.MILLISECONDS);
            if (idle) {
                free.release(count);
            }
            return idle;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void work(ObjectKey key, boolean trial) {
        Next next = new Next.BackOff(Duration.ofMinutes(5)); // also after an Error
        try {
            next = pass.apply(key);
        } finally {
            try {
                breaker.end(trial, next);
                queue.done(key, next.until());
            } finally {
                free.release();
            }
        }
    }
}
