package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.Backoff;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Spares an API server that does not answer. Every object that needs it tries again every few
/// seconds, and a thousand of them would be hundreds of requests a second.
///
/// It opens after some failures in a row, whichever objects they are of, or when the server asks to
/// come back later. While it is open a pass begins only now and then, as a trial; one that does not
/// need the API server is followed by the next at once. An answer closes it. Thread-safe.
final class ApiBreaker {

    private static final System.Logger LOG = System.getLogger(ApiBreaker.class.getName());

    /// Failures in a row that concern a single object, as those of a webhook, shall not hold up
    /// others.
    static final int TOLERATED = 8;

    /// As long as the back-off of a single object at most: what was there for those who waited
    /// alone is there as soon.
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /// A trial that gets no answer for so long does not keep the next one waiting.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open;

    /// In a row; while it is open, those of trials.
    private int failures;

    /// When the next trial begins, while it is open.
    private long due;

    /// @param nanoTime the monotonic clock, in nanoseconds
    ApiBreaker(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /// The same objects; each answer to a request is noticed here, whatever it says.
    ConfigObjects around(ConfigObjects objects) {
        return new Noticed(objects);
    }

    /// Waits until a pass may begin.
    ///
    /// @return whether it is a trial, which [#end] must be told
    boolean await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var left = untilTurn();
                if (left <= 0) {
                    return begin();
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// How long until a pass may begin.
    ///
    /// @return nanoseconds, not positive for now
    long untilTurn() {
        lock.lock();
        try {
            return open ? due - nanoTime.getAsLong() : 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        if (open) {
            hold(PATIENCE);
        }
        return open;
    }

    /// Takes note of how a pass ended.
    void end(boolean trial, Next next) {
        lock.lock();
        try {
            if (next instanceof Next.Unreachable unreachable) {
                failed(trial, unreachable);
            } else if (open && trial) {
                hold(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(boolean trial, Next.Unreachable unreachable) {
        if (open && !trial) {
            return; // it began before
        }
        failures++;
        var asked = unreachable.until() instanceof Next.After;
        if (!open && (asked || failures >= TOLERATED)) {
            open = true;
            failures = 1;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "objects wait for the API server, and one object after the other tries again: {0}",
                    unreachable.problem());
        }
        if (open) {
            var wait =
                    unreachable.until() instanceof Next.After(var delay)
                            ? delay
                            : BACKOFF.delay(failures, random);
            hold(wait.compareTo(LONGEST_HOLD) < 0 ? wait : LONGEST_HOLD);
        }
    }

    private void answered() {
        lock.lock();
        try {
            failures = 0;
            if (open) {
                open = false;
                LOG.log(System.Logger.Level.INFO, "the API server answers again");
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void hold(Duration time) {
        due = nanoTime.getAsLong() + time.toNanos();
        changed.signalAll();
    }

    private final class Noticed implements ConfigObjects {

        private final ConfigObjects objects;

        Noticed(ConfigObjects objects) {
            this.objects = objects;
        }

        @Override
        public Optional<PostgreSQLConfig> read(ObjectKey key) {
            return notice(() -> objects.read(key));
        }

        @Override
        public PostgreSQLConfig addFinalizer(PostgreSQLConfig object) {
            return notice(() -> objects.addFinalizer(object));
        }

        @Override
        public Optional<PostgreSQLConfig> removeFinalizer(PostgreSQLConfig object) {
            return notice(() -> objects.removeFinalizer(object));
        }

        @Override
        public PostgreSQLConfig writeStatus(
                PostgreSQLConfig object, PostgreSQLConfig.Status status) {
            return notice(() -> objects.writeStatus(object, status));
        }

        private <T> T notice(Supplier<T> request) {
            try {
                var answer = request.get();
                answered();
                return answer;
            } catch (ClusterFailure.Unavailable noAnswer) {
                throw noAnswer;
            } catch (ClusterFailure refusal) {
                answered();
                throw refusal;
            }
        }
    }
}
