package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.DEBUG;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import de.containerconf.postgresql.controller.server.Server;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Waits for those who use databases, on behalf of all objects that cannot go on before they are
/// gone: one statement for all of them every 3 seconds, and none while nobody waits. [#run] is for
/// one thread, all else is thread-safe.
public final class SessionWatch {

    /// Between two looks.
    static final Duration INTERVAL = Duration.ofSeconds(3);

    /// What an object says of who is connected is at most so much older than the last change.
    static final Duration REFRESH = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(SessionWatch.class.getName());

    private final Server server;
    private final WorkQueue<ObjectKey> queue;
    private final LongSupplier nanoTime;
    private final Map<ObjectKey, Wait> waits = new ConcurrentHashMap<>();
    private final Semaphore begun = new Semaphore(0);

    /// @param nanoTime the monotonic clock, in nanoseconds
    public SessionWatch(Server server, WorkQueue<ObjectKey> queue, LongSupplier nanoTime) {
        this.server = server;
        this.queue = queue;
        this.nanoTime = nanoTime;
    }

    /// The object gets a pass when nobody uses the database any more, or others do.
    ///
    /// @param holders how many do, as the object was told
    void await(ObjectKey key, String database, int holders) {
        waits.put(key, new Wait(database, holders, nanoTime.getAsLong()));
        begun.release();
    }

    /// Looks, while there is a reason to, until the thread is interrupted.
    public void run() throws InterruptedException {
        while (true) {
            while (waits.isEmpty()) {
                begun.acquire();
            }
            Thread.sleep(INTERVAL);
            look();
        }
    }

    /// Looks once. Never throws.
    public void look() {
        if (waits.isEmpty() || !server.up()) {
            return;
        }
        try {
            var holders = server.call("sessions", DatabaseOps::holders);
            var now = nanoTime.getAsLong();
            waits.forEach((key, wait) -> {
                if (wait.isOver(holders, now) && waits.remove(key, wait)) {
                    queue.add(key, Cause.WOKEN);
                }
            });
        } catch (DatabaseFailure failure) {
            LOG.log(DEBUG, "sessions: {0}", failure.getMessage()); // the next look finds out
        }
    }

    /// @param holders how many there were when the object said who
    /// @param since by the monotonic clock
    private record Wait(String database, int holders, long since) {

        boolean isOver(Map<String, Integer> now, long time) {
            var present = now.getOrDefault(database, 0);
            return present == 0 || (present != holders && time - since >= REFRESH.toNanos());
        }
    }
}
