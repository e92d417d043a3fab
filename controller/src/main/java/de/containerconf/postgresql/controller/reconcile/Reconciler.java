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
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/// One pass over one object: a ladder of guard clauses, then the resources, then the status. What
/// is done depends on the object and the world only, never on what led to the pass. Thread-safe;
/// for one object one thread at a time.
public final class Reconciler {

    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);
    private static final Duration MAX_CONNECTION_BACKOFF = Duration.ofSeconds(5);
    private static final Duration MAX_DENIED_BACKOFF = Duration.ofSeconds(60);

    private static final Outcome PAUSED =
            new Outcome.Rejected(
                    Reason.PAUSED,
                    "Nothing is done for this object, not even deletion, while its annotation %s is \"true\"."
                            .formatted(PostgreSQLConfig.PAUSED));

    private final ObjectCache cache;
    private final ConfigObjects objects;
    private final Liveness liveness;
    private final List<Resource> resources;
    private final Resource observer;
    private final Resource credentials;
    private final StatusWriter statuses;
    private final Notices notices;
    private final EventRecorder recorder;
    private final PassMetrics metrics;

    /// @param resources in the order in which they are created, at least one
    /// @param credentials the one of them that has a condition of its own
    /// @param observer the one that can tell what would be done, and then does nothing
    public Reconciler(
            ObjectCache cache,
            ConfigObjects objects,
            Liveness liveness,
            List<Resource> resources,
            Resource observer,
            Resource credentials,
            StatusWriter statuses,
            Notices notices,
            EventRecorder recorder,
            PassMetrics metrics) {
        this.cache = cache;
        this.objects = objects;
        this.liveness = liveness;
        this.resources = List.copyOf(resources);
        this.observer = observer;
        this.credentials = credentials;
        this.statuses = statuses;
        this.notices = notices;
        this.recorder = recorder;
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
        try {
            var result = attempt(object.get());
            metrics.record(result.name(), Duration.ofNanos(System.nanoTime() - begin));
            return result.next();
        } finally {
            liveness.endPass(object.get());
        }
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
        if (object.paused()) {
            return conclude(object, List.of(PAUSED));
        }
        if (object.deleting() && object.abandoned()) {
            return abandon(object);
        }
        if (object.deleting() && object.observing()) {
            return turnAway(object);
        }
        if (Desired.of(object) instanceof Desired.Invalid invalid) {
            return conclude(
                    object, List.of(new Outcome.Rejected(Reason.INVALID, invalid.message())));
        }
        if (object.deleting()) {
            return delete(object);
        }
        if (object.observing()) {
            return conclude(object, List.of(guarded(observer, object, Resource::ensureCreated)));
        }
        var held = object.held() ? object : hold(object);
        var tried = tryAll(held, resources, Resource::ensureCreated);
        var own = resources.indexOf(credentials);
        statuses.write(
                tried.object(),
                tried.outcomes(),
                own >= 0 && own < tried.outcomes().size() ? tried.outcomes().get(own) : null);
        return result(tried.outcomes().getLast());
    }

    /// Nothing external happens before the finalizer is stored.
    private PostgreSQLConfig hold(PostgreSQLConfig object) {
        var held = liveness.hold(object);
        if (object.status().origin() != null) {
            LOG.log(WARNING, "{0}: the finalizer was gone, and is put back", object.key());
            recorder.restoredFinalizer(object);
        }
        return held;
    }

    /// The way out when the server is gone for good. Somebody wrote down which database is given
    /// up.
    private Result abandon(PostgreSQLConfig object) {
        LOG.log(
                WARNING,
                "{0}: deleted without touching the server, as its annotation {1} asks: whatever is left of database ''{2}'' stays there with its claim",
                object.key(),
                PostgreSQLConfig.ABANDON,
                object.spec().database());
        recorder.abandoned(object);
        return letGo(object);
    }

    /// Who only looked on leaves everything as it is.
    private Result turnAway(PostgreSQLConfig object) {
        var note =
                new Plan.Note(
                        Plan.Topic.DATABASE,
                        "deleted without changing the server, because of spec.mode: Observe: database '%s' stays, and so does a claim of this object"
                                .formatted(object.spec().database()));
        LOG.log(INFO, "{0}: {1}", object.key(), note.text());
        recorder.kept(object, note);
        return letGo(object);
    }

    private Result delete(PostgreSQLConfig object) {
        var tried = tryAll(object, resources.reversed(), Resource::ensureDeleted);
        if (!(tried.outcomes().getLast() instanceof Outcome.Done)) {
            return conclude(tried.object(), tried.outcomes());
        }
        LOG.log(INFO, "{0}: deleted", object.key());
        return letGo(tried.object());
    }

    private Result letGo(PostgreSQLConfig object) {
        objects.removeFinalizer(object)
                .ifPresentOrElse(cache::learn, () -> cache.forget(object.key(), object.uid()));
        return Result.SETTLED;
    }

    /// Tries one resource after the other, until one is not done.
    private Tried tryAll(
            PostgreSQLConfig object,
            List<Resource> order,
            BiFunction<Resource, PostgreSQLConfig, Outcome> attempt) {
        var notice = notices.begin(object);
        try {
            var outcomes = new ArrayList<Outcome>();
            for (var resource : order) {
                outcomes.add(guarded(resource, object, attempt));
                if (!(outcomes.getLast() instanceof Outcome.Done)) {
                    break;
                }
            }
            return new Tried(notice.end(), outcomes);
        } finally {
            notice.end();
        }
    }

    /// A resource that fails, or cannot even be linked, costs its object this attempt only.
    private static Outcome guarded(
            Resource resource,
            PostgreSQLConfig object,
            BiFunction<Resource, PostgreSQLConfig, Outcome> attempt) {
        try {
            return Objects.requireNonNull(attempt.apply(resource, object), "no outcome");
        } catch (ClusterFailure | DatabaseFailure.Fenced known) {
            throw known;
        } catch (RuntimeException | LinkageError unexpected) {
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
        return result(outcomes.getLast());
    }

    private static Result result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> Result.SETTLED;
            case Outcome.Drifted(var why, _) -> result(why);
            case Outcome.Rejected _ -> new Result("rejected", new Next.Settled());
            case Outcome.Waiting(_, _, var retryAfter) ->
                    new Result(
                            "waiting",
                            retryAfter.isPositive()
                                    ? new Next.After(retryAfter)
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
                var until =
                        unavailable
                                .retryAfter()
                                .<Next.Wait>map(Next.After::new)
                                .orElseGet(() -> new Next.BackOff(MAX_CONNECTION_BACKOFF));
                var problem = String.valueOf(unavailable.getMessage());
                yield new Result("error", new Next.Unreachable(problem, until));
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

    /// What we know is not what is stored: read it, and look again soon.
    private Result refresh(PostgreSQLConfig object) {
        try {
            objects.read(object.key())
                    .ifPresentOrElse(cache::learn, () -> cache.forget(object.key(), object.uid()));
        } catch (ClusterFailure failure) {
            LOG.log(DEBUG, "{0}: {1}", object.key(), failure.getMessage());
        }
        return new Result("outdated", new Next.BackOff(MAX_CONNECTION_BACKOFF));
    }

    /// @param object as it is stored after the attempt
    private record Tried(PostgreSQLConfig object, List<Outcome> outcomes) {}

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
