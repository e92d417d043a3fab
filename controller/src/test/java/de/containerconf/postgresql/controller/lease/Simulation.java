package de.containerconf.postgresql.controller.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Processes that run one at a time, in virtual time: each has a thread, and gives the word to the
/// next whenever it would wait. The same seed leads to the same run.
final class Simulation implements AutoCloseable {

    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final Random random;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore returned = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Runnable check;
    private long now;
    private long order;
    private volatile boolean closed;

    /// @param check called after everything that happens
    Simulation(long seed, Runnable check) {
        this.random = new Random(seed);
        this.check = check;
    }

    Random random() {
        return random;
    }

    /// Virtual nanoseconds since the beginning.
    long now() {
        return now;
    }

    /// A process that begins after a time.
    Actor actor(String name, Duration after, Body body) {
        var actor = new Actor(name, body);
        actors.add(actor);
        actor.resumeAt(now + after.toNanos());
        return actor;
    }

    /// Lets time pass.
    void run(Duration duration) {
        var end = now + duration.toNanos();
        while (!turns.isEmpty() && turns.peek().time <= end) {
            var turn = turns.remove();
            if (!turn.equals(turn.actor.turn)) {
                continue; // taken back
            }
            now = Math.max(now, turn.time);
            turn.actor.go();
            check.run();
            var problem = failure.get();
            if (problem != null) {
                throw new AssertionError("at " + now / 1_000_000 + " ms", problem);
            }
        }
        now = end;
        check.run();
    }

    @Override
    public void close() {
        closed = true;
        actors.forEach(actor -> actor.thread.interrupt());
    }

    interface Body {
        void run(Actor self) throws InterruptedException;
    }

    private record Turn(Actor actor, long time, long order) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return time == other.time
                    ? Long.compare(order, other.order)
                    : Long.compare(time, other.time);
        }
    }

    /// One process, with clocks of its own.
    final class Actor implements ElectionClock {

        private final String name;
        private final Thread thread;
        private final Semaphore word = new Semaphore(0);
        private final long origin = random.nextLong();
        private final double rate = 0.9 + 0.2 * random.nextDouble();
        private long wallError;
        private long pausedUntil;
        private @Nullable Turn turn;
        private @Nullable BooleanSupplier until;
        private boolean told;
        private boolean ended;

        private Actor(String name, Body body) {
            this.name = name;
            thread = Thread.ofVirtual().name(name).unstarted(() -> live(body));
        }

        /// By its own monotonic clock, which is up to a tenth too fast or too slow.
        @Override
        public long nanoTime() {
            return origin + (long) (now * rate);
        }

        /// By its own wall clock, which is as wrong as somebody set it.
        @Override
        public Instant wallTime() {
            return BEGIN.plusNanos(now).plusNanos(wallError);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            await(() -> false, duration);
        }

        /// Waits until the condition is true, or the time is over by its own clock. The condition
        /// is looked at when somebody calls [#wake].
        ///
        /// @return whether it is true
        boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
            throwIfTold();
            resumeAt(now + (long) (Math.max(0, limit.toNanos()) / rate));
            until = condition;
            returned.release();
            word.acquire();
            until = null;
            throwIfTold();
            return condition.getAsBoolean();
        }

        private void throwIfTold() throws InterruptedException {
            if (told || closed) {
                told = false;
                throw new InterruptedException(name);
            }
        }

        /// Resumes a process whose condition is true, after a time.
        void wake(Duration delay) {
            if (turn != null && until != null && until.getAsBoolean()) {
                resumeAt(Math.min(turn.time, now + delay.toNanos()));
            }
        }

        /// As SIGSTOP, and SIGCONT after a time: it does nothing until then.
        void pause(Duration duration) {
            pausedUntil = now + duration.toNanos();
            if (turn != null) {
                resumeAt(turn.time);
            }
        }

        /// Somebody sets the wall clock.
        void setWallClock(Duration error) {
            wallError = error.toNanos();
        }

        /// As `kill -9`.
        void kill() {
            turn = null;
            ended = true;
        }

        /// As SIGTERM.
        void tell() {
            told = true;
            if (until != null) {
                resumeAt(now);
            }
        }

        boolean ended() {
            return ended;
        }

        private void resumeAt(long time) {
            if (!ended) {
                turn = new Turn(this, Math.max(time, pausedUntil), order++);
                turns.add(turn);
            }
        }

        private void go() {
            turn = null;
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                word.release();
            }
            returned.acquireUninterruptibly();
        }

        private void live(Body body) {
            try {
                body.run(this);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (Throwable problem) {
                failure.compareAndSet(null, problem);
            } finally {
                ended = true;
                returned.release();
            }
        }
    }
}
