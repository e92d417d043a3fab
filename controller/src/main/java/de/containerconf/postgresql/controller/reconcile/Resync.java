package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import de.containerconf.postgresql.controller.server.Server;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares all objects with the server at an interval, and queues those that differ. One bulk read
/// whatever their number: this is the whole cost at rest. [#trigger] is thread-safe; [#run] is for
/// one thread.
public final class Resync {

    private static final System.Logger LOG = System.getLogger(Resync.class.getName());
    private static final double JITTER = 0.1;
    private static final Duration QUIET_OUTAGE = Duration.ofMinutes(5);
    private static final Duration SPREAD = Duration.ofMinutes(1);

    private final Plans plans;
    private final Also also;
    private final Duration interval;
    private final Server server;
    private final ObjectCache cache;
    private final BooleanSupplier complete;
    private final WorkQueue<ObjectKey> queue;
    private final RandomGenerator random;
    private final Counter ticks;
    private final Counter differences;
    private final Semaphore triggers = new Semaphore(0);
    private final Set<String> reported = new HashSet<>();

    /// @param also what is compared besides the database
    /// @param interval the mean time between two comparisons
    /// @param complete whether the cache holds every object
    public Resync(
            Plans plans,
            Also also,
            Duration interval,
            Server server,
            ObjectCache cache,
            BooleanSupplier complete,
            WorkQueue<ObjectKey> queue,
            RandomGenerator random,
            MeterRegistry meters) {
        this.plans = plans;
        this.also = also;
        this.interval = interval;
        this.server = server;
        this.cache = cache;
        this.complete = complete;
        this.queue = queue;
        this.random = random;
        this.ticks =
                Counter.builder("operator.resyncs")
                        .description("Comparisons of all objects with the server")
                        .register(meters);
        this.differences =
                Counter.builder("operator.resync.differences")
                        .description("Objects that a comparison found to differ")
                        .register(meters);
    }

    /// Asks for a comparison now.
    public void trigger() {
        triggers.release();
    }

    /// Compares until the thread is interrupted.
    public void run() throws InterruptedException {
        while (true) {
            var factor = 1 + JITTER * (2 * random.nextDouble() - 1);
            var wait = (long) (interval.toMillis() * factor);
            if (triggers.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                triggers.drainPermits();
            }
            compare();
        }
    }

    /// Compares once. Never throws.
    public void compare() {
        try {
            compareAll();
        } catch (DatabaseFailure.Unavailable told) {
            LOG.log(DEBUG, "resync: {0}", told.getMessage()); // by the server's guard, once
        } catch (DatabaseFailure.Fenced notNow) {
            LOG.log(DEBUG, "resync: {0}", notNow.getMessage());
        } catch (DatabaseFailure failure) {
            LOG.log(WARNING, "resync: {0}", failure.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.log(ERROR, "resync: unexpected failure, will be tried again", unexpected);
        }
    }

    private void compareAll() {
        var down = server.downFor();
        if (down.isPresent()) {
            if (down.get().compareTo(QUIET_OUTAGE) > 0) {
                spreadTheWord();
            }
            return;
        }
        var objects = cache.all();
        var catalog = server.call("resync", DatabaseOps::catalog);
        var info = server.info();
        also.learn(catalog);
        for (var object : objects) {
            if (differs(object, catalog, info)) {
                differences.increment();
                queue.add(object.key(), Cause.RESYNC);
            }
        }
        if (complete.getAsBoolean()) {
            reportOrphans(catalog, objects);
        }
        ticks.increment();
    }

    /// A long outage concerns also those who want nothing now; not all at once.
    private void spreadTheWord() {
        for (var object : cache.all()) {
            if (ready(object)
                    .filter(each -> each.reason().equals(Reason.SERVER_UNAVAILABLE.value()))
                    .isEmpty()) {
                queue.addAfter(object.key(), Duration.ofMillis(random.nextLong(SPREAD.toMillis())));
            }
        }
    }

    private boolean differs(PostgreSQLConfig object, Catalog catalog, ServerInfo info) {
        if (object.paused()) {
            return false;
        }
        if (object.deleting()) {
            return object.held(); // a resource that said no gets another chance to finish
        }
        if (!object.held() && !object.observing()) {
            return false; // it has a pass before it, or has to be corrected first
        }
        var plan = plans.of(object, info, catalog);
        return switch (plans.instead(object, plan, catalog).orElseGet(Outcome::done)) {
            case Outcome.Drifted(Outcome.Rejected rejected, _) -> !tells(object, rejected);
            case Outcome.Rejected rejected -> !tells(object, rejected);
            case Outcome.Done _, Outcome.Drifted _, Outcome.Waiting _ ->
                    !plan.steps().isEmpty()
                            || !info.systemIdentifier().equals(object.status().serverId())
                            || (!isTold(object, catalog)
                                    && (!object.ready()
                                            || (!object.observing()
                                                    && also.differs(object, catalog))));
        };
    }

    /// Whether the object says what stands in the way of all that would come after its database:
    /// another pass would say the same.
    private boolean isTold(PostgreSQLConfig object, Catalog catalog) {
        if (object.ready()) {
            return false;
        }
        var refusal = plans.ahead(object, catalog).refusal();
        return refusal != null && tells(object, refusal);
    }

    /// What a crash left for an object that does not exist any more is told, never dropped: another
    /// cluster's operator may be at work.
    ///
    /// @param before the objects that there were before the catalog was read: some may be done by
    ///   now
    private void reportOrphans(Catalog catalog, List<PostgreSQLConfig> before) {
        var alive =
                Stream.concat(before.stream(), cache.all().stream())
                        .map(PostgreSQLConfig::uid)
                        .collect(Collectors.toSet());
        reported.retainAll(catalog.unfinished());
        for (var uid : catalog.unfinished()) {
            if (!alive.contains(uid) && reported.add(uid)) {
                LOG.log(
                        WARNING,
                        "a database named pgc-new-{0} or pgc-drop-{0} was left by an interrupted operation for an object that this operator does not see; drop it by hand if no other operator works for it",
                        uid);
            }
        }
    }

    /// What is compared besides the database, against the same catalog. For one thread.
    public interface Also {

        /// Whether there is something to do for the object. No I/O.
        boolean differs(PostgreSQLConfig object, Catalog catalog);

        /// What was read.
        default void learn(Catalog catalog) {}
    }

    private static boolean tells(PostgreSQLConfig object, Outcome.Rejected rejected) {
        return ready(object)
                .filter(each -> each.reason().equals(rejected.reason().value()))
                .filter(each -> each.message().equals(StatusReport.cut(rejected.message())))
                .isPresent();
    }

    private static Optional<Condition> ready(PostgreSQLConfig object) {
        return object.status().condition(Condition.READY);
    }
}
