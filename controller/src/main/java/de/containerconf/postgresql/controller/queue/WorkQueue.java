package de.containerconf.postgresql.controller.queue;

import de.containerconf.postgresql.api.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keys that want a pass: each at most once in the queue and never worked on twice at the same
/// time. A cause that comes during a pass leads to another one. Bounded by the number of keys.
/// Thread-safe.
///
/// @param <K> the key, with value equality
public final class WorkQueue<K> {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    /// Longer waits are no use to anybody, and would overflow the clock.
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Entry<K>> entries = new HashMap<>();
    private final Deque<Entry<K>> urgent = new ArrayDeque<>();
    private final Deque<Entry<K>> ordinary = new ArrayDeque<>();
    private final PriorityQueue<Timer<K>> timers = new PriorityQueue<>();
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private int active;

    /// @param nanoTime the monotonic clock, in nanoseconds
    /// @param random spreads retries
    public WorkQueue(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /// Asks for a pass.
    public void add(K key, Cause cause) {
        lock.lock();
        try {
            var entry = entries.computeIfAbsent(key, Entry::new);
            if (entry.active) {
                entry.again = strongest(entry.again, cause);
            } else if (entry.timer == null || cause != Cause.RESYNC) {
                if (entry.timer != null) {
                    timers.remove(entry.timer);
                    entry.timer = null;
                }
                enqueue(entry, cause);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a pass after a time, unless the key waits for one already.
    public void addAfter(K key, Duration delay) {
        lock.lock();
        try {
            var entry = entries.computeIfAbsent(key, Entry::new);
            if (!entry.active && entry.lane == null && entry.timer == null) {
                schedule(entry, delay);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends every wait and back-off: what the keys waited for may be back. A pass under way may
    /// have found it missing, so another one follows.
    public void wakeAll() {
        lock.lock();
        try {
            entries.values().stream()
                    .filter(entry -> entry.active)
                    .forEach(entry -> entry.again = strongest(entry.again, Cause.WOKEN));
            for (var timer : timers) {
                timer.entry.timer = null;
                enqueue(timer.entry, Cause.WOKEN);
            }
            timers.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a key that is due and marks it as worked on: [#done] must follow.
    public K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var wait = releaseTimers();
                var entry = urgent.isEmpty() ? ordinary.poll() : urgent.poll();
                if (entry != null) {
                    entry.lane = null;
                    entry.active = true;
                    active++;
                    return entry.key;
                }
                if (wait == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    changed.awaitNanos(wait);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends a pass.
    public void done(K key, Next.Wait next) {
        lock.lock();
        try {
            var entry = entries.get(key);
            if (entry == null || !entry.active) {
                throw new IllegalStateException(key + " is not being worked on");
            }
            entry.active = false;
            active--;
            entry.failures = next instanceof Next.BackOff ? entry.failures + 1 : 0;
            var again = entry.again;
            entry.again = null;
            if (again != null && (again != Cause.RESYNC || next instanceof Next.Settled)) {
                enqueue(entry, again);
            } else {
                switch (next) {
                    case Next.Settled() -> entries.remove(key);
                    case Next.After(var delay) -> schedule(entry, delay);
                    case Next.BackOff(var max) ->
                            schedule(
                                    entry,
                                    new Backoff(FIRST_BACKOFF, max).delay(entry.failures, random));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many keys wait for a worker now, without those that wait for their time.
    public int depth() {
        lock.lock();
        try {
            releaseTimers();
            return urgent.size() + ordinary.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many keys are being worked on.
    public int active() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    /// How many keys are queued, waiting or being worked on: all that takes memory.
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(Entry<K> entry, Cause cause) {
        var lane = cause == Cause.CHANGED ? Lane.URGENT : Lane.ORDINARY;
        if (entry.lane == Lane.URGENT || entry.lane == lane) {
            return;
        }
        if (entry.lane != null) {
            ordinary.remove(entry);
        }
        entry.lane = lane;
        (lane == Lane.URGENT ? urgent : ordinary).add(entry);
    }

    private void schedule(Entry<K> entry, Duration delay) {
        var wait = delay.compareTo(LONGEST_WAIT) < 0 ? delay : LONGEST_WAIT;
        entry.timer = new Timer<>(entry, nanoTime.getAsLong() + wait.toNanos());
        timers.add(entry.timer);
    }

    /// Moves what is due to its lane, and tells how long the next timer takes.
    private long releaseTimers() {
        while (true) {
            var timer = timers.peek();
            if (timer == null) {
                return Long.MAX_VALUE;
            }
            var left = timer.due - nanoTime.getAsLong();
            if (left > 0) {
                return left;
            }
            timers.remove();
            timer.entry.timer = null;
            enqueue(timer.entry, Cause.WOKEN);
        }
    }

    private static Cause strongest(@Nullable Cause some, Cause other) {
        return some == null || other.compareTo(some) < 0 ? other : some;
    }

    private enum Lane {
        URGENT,
        ORDINARY
    }

    private static final class Entry<K> {
        final K key;
        boolean active;
        @Nullable Cause again;
        @Nullable Lane lane;
        @Nullable Timer<K> timer;
        int failures;

        Entry(K key) {
            this.key = key;
        }
    }

    /// The end of an entry's wait.
    private record Timer<K>(Entry<K> entry, long due) implements Comparable<Timer<K>> {
        @Override
        public int compareTo(Timer<K> other) {
            return Long.compare(due - other.due, 0);
        }
    }
}
