package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// One pass over one object: a ladder of guard clauses, then the resources, then the status. What
/// is done depends on the object and the world only, never on what led to the pass. Thread-safe;
/// for one object one thread at a time.
public final class Reconciler {

    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);
    private static final Duration MAX_CONNECTION_BACKOFF = Duration.ofSeconds(5);
    private static final Duration MAX_DENIED_BACKOFF = Duration.ofSeconds(60);

    private final ObjectCache cache;
    private final ConfigObjects objects;
    private final List<Resource> resources;
    private final StatusWriter statuses;
    private final PassMetrics metrics;

    /// @param resources in the order in which they are created
    public Reconciler(
            ObjectCache cache,
            ConfigObjects objects,
            List<Resource> resources,
            InstantSource clock,
            PassMetrics metrics) {
        this.cache = cache;
        this.objects = objects;
        this.resources = List.copyOf(resources);
        this.statuses = new StatusWriter(objects, cache, clock);
        this.metrics = metrics;
    }

    /// Looks at the object and does what is to be done. Never throws.
    public Next reconcile(ObjectKey key) {
        var begin = System.nanoTime();
        var object = cache.get(key);
        if (object.isEmpty()) {
            statuses.forget(key);
            return new Next.Settled();
        }
        var result = attempt(object.get());
        metrics.record(result.name(), Duration.ofNanos(System.nanoTime() - begin));
        return result.next();
    }

    private Result attempt(PostgreSQLConfig object) {
        try {
            return pass(object);
        } catch (ClusterFailure failure) {
            return afterClusterFailure(object, failure);
        } catch (DatabaseFailure.Fenced fenced) {
            LOG.log(DEBUG, "{0}: {1}", object.key(), fenced.getMessage());
            return Result.failed(MAX_CONNECTION_BACKOFF);
        } catch (RuntimeException unexpected) {
            LOG.log(ERROR, object.key() + ": unexpected failure, will be tried again", unexpected);
            return Result.failed(MAX_BACKOFF);
        }
    }

    private Result pass(PostgreSQLConfig object) {
        if (object.deleting() && !object.held()) {
            return Result.SETTLED; // nothing of ours: others hold it
        }
        if (Desired.of(object) instanceof Desired.Invalid(var violations)) {
            var message = violations.stream().map(Object::toString).toList();
            return conclude(
                    object,
                    List.of(new Outcome.Rejected(Reason.INVALID, String.join("; ", message))));
        }
        if (object.deleting()) {
            return delete(object);
        }
        var held = object;
        if (!object.held()) {
            held = objects.addFinalizer(object); // nothing external happens before it is stored
            cache.learn(held);
        }
        return conclude(held, create(held));
    }

    private Result delete(PostgreSQLConfig object) {
        var outcomes = new ArrayList<Outcome>();
        for (var resource : resources.reversed()) {
            outcomes.add(guarded(() -> resource.ensureDeleted(object), object));
            if (!(outcomes.getLast() instanceof Outcome.Done)) {
                return conclude(object, outcomes);
            }
        }
        objects.removeFinalizer(object)
                .ifPresentOrElse(cache::learn, () -> cache.forget(object.key(), object.uid()));
        statuses.forget(object.key());
        LOG.log(INFO, "{0}: deleted", object.key());
        return Result.SETTLED;
    }

    private List<Outcome> create(PostgreSQLConfig object) {
        var outcomes = new ArrayList<Outcome>();
        for (var resource : resources) {
            outcomes.add(guarded(() -> resource.ensureCreated(object), object));
            if (!(outcomes.getLast() instanceof Outcome.Done)) {
                break;
            }
        }
        return outcomes;
    }

    /// A resource that fails costs its object this attempt only.
    private static Outcome guarded(Attempt attempt, PostgreSQLConfig object) {
        try {
            return attempt.run();
        } catch (ClusterFailure | DatabaseFailure.Fenced known) {
            throw known;
        } catch (RuntimeException unexpected) {
            LOG.log(ERROR, object.key() + ": unexpected failure, will be tried again", unexpected);
            return new Outcome.Waiting(
                    Reason.FAILED,
                    "Unexpected %s; the operator's log has the details."
                            .formatted(unexpected.getClass().getSimpleName()),
                    Duration.ZERO);
        }
    }

    private Result conclude(PostgreSQLConfig object, List<Outcome> outcomes) {
        statuses.write(object, outcomes);
        return switch (outcomes.getLast()) {
            case Outcome.Done done -> Result.SETTLED;
            case Outcome.Rejected rejected -> new Result("rejected", new Next.Settled());
            case Outcome.Waiting waiting ->
                    new Result(
                            "waiting",
                            waiting.retryAfter().isPositive()
                                    ? new Next.After(waiting.retryAfter())
                                    : new Next.BackOff(MAX_BACKOFF));
        };
    }

    private Result afterClusterFailure(PostgreSQLConfig object, ClusterFailure failure) {
        return switch (failure) {
            case ClusterFailure.Outdated outdated -> refresh(object);
            case ClusterFailure.Gone gone -> {
                cache.forget(object.key(), object.uid());
                yield Result.SETTLED;
            }
            case ClusterFailure.Unavailable unavailable -> {
                tell(DEBUG, object, unavailable);
                yield unavailable
                        .retryAfter()
                        .map(delay -> new Result("error", new Next.After(delay)))
                        .orElseGet(() -> Result.failed(MAX_CONNECTION_BACKOFF));
            }
            case ClusterFailure.Denied denied -> {
                tell(WARNING, object, denied);
                yield Result.failed(MAX_DENIED_BACKOFF);
            }
            case ClusterFailure.Refused refused -> {
                tell(WARNING, object, refused);
                yield Result.failed(MAX_BACKOFF);
            }
        };
    }

    private static void tell(
            System.Logger.Level level, PostgreSQLConfig object, ClusterFailure failure) {
        LOG.log(level, "{0}: {1}", object.key(), failure.getMessage());
    }

    /// What we know is not what is stored: read it, and look again at once.
    private Result refresh(PostgreSQLConfig object) {
        try {
            objects.read(object.key())
                    .ifPresentOrElse(cache::learn, () -> cache.forget(object.key(), object.uid()));
        } catch (ClusterFailure failure) {
            LOG.log(DEBUG, "{0}: {1}", object.key(), failure.getMessage());
        }
        return new Result("outdated", new Next.BackOff(MAX_CONNECTION_BACKOFF));
    }

    private interface Attempt {
        Outcome run();
    }

    /// How a pass ended.
    ///
    /// @param name as the metric has it
    private record Result(String name, Next next) {

        static final Result SETTLED = new Result("done", new Next.Settled());

        static Result failed(Duration maxBackoff) {
            return new Result("error", new Next.BackOff(maxBackoff));
        }
    }
}
