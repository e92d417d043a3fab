package de.containerconf.postgresql.devcluster.kubernetes.store;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The latest changes of a collection, for watches that begin in the past, and where running
/// watches wait for the next one. Changes are a linked list: a slow watch keeps what it has not
/// read, nobody else does. Thread-safe.
public final class History {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private Position oldest;
    private Position newest;
    private long start;
    private int size;
    private boolean closed;

    /// A place between two changes.
    public static final class Position {
        private final long resourceVersion;
        private final @Nullable Change change;
        private volatile @Nullable Position next;

        private Position(long resourceVersion, @Nullable Change change) {
            this.resourceVersion = resourceVersion;
            this.change = change;
        }

        /// The change before this place.
        ///
        /// @throws IllegalStateException at the beginning of the history
        public Change change() {
            if (change == null) {
                throw new IllegalStateException("nothing happened before");
            }
            return change;
        }
    }

    /// Begins at a resourceVersion: what is older is not known.
    History(long start, int capacity) {
        this.capacity = capacity;
        this.start = start;
        this.oldest = new Position(start, null);
        this.newest = oldest;
    }

    void append(Change change) {
        lock.lock();
        try {
            var position = new Position(change.resourceVersion(), change);
            newest.next = position;
            newest = position;
            if (++size > capacity) {
                oldest = next(oldest);
                start = oldest.resourceVersion;
                size--;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Position next(Position position) {
        var next = position.next;
        return next == null ? position : next;
    }

    /// The oldest resourceVersion from which a watch can begin.
    public long start() {
        lock.lock();
        try {
            return start;
        } finally {
            lock.unlock();
        }
    }

    /// The place after a resourceVersion; empty if it is too old.
    public Optional<Position> after(long resourceVersion) {
        lock.lock();
        try {
            if (resourceVersion < start) {
                return Optional.empty();
            }
            var position = oldest;
            for (var next = position.next;
                    next != null && next.resourceVersion <= resourceVersion;
                    next = position.next) {
                position = next;
            }
            return Optional.of(position);
        } finally {
            lock.unlock();
        }
    }

    /// The place after the last change.
    public Position end() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /// The place after the next change; empty if none came in time or this history is closed.
    public Optional<Position> await(Position position, long nanos) throws InterruptedException {
        var next = position.next;
        if (next != null) {
            return Optional.of(next);
        }
        lock.lockInterruptibly();
        try {
            var left = nanos;
            while (position.next == null && !closed && left > 0) {
                left = moved.awaitNanos(left);
            }
            return Optional.ofNullable(position.next);
        } finally {
            lock.unlock();
        }
    }

    /// Whether it ended, so that watches end too.
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Ends all watches; what they have not read, they still get.
    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets all changes: what is older than now is too old. Running watches go on.
    void compact(long now) {
        lock.lock();
        try {
            oldest = newest;
            start = now;
            size = 0;
        } finally {
            lock.unlock();
        }
    }
}
