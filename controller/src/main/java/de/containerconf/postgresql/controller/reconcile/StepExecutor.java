package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.INFO;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.plan.Subject;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.server.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Takes the steps of plans: one effect, one line in the log. Thread-safe.
public final class StepExecutor {

    private static final System.Logger LOG = System.getLogger(StepExecutor.class.getName());

    private final String cluster;
    private final Server server;
    private final ConfigObjects objects;
    private final Liveness liveness;
    private final EventRecorder recorder;
    private final MeterRegistry meters;
    private final Map<String, Step> underWay = new ConcurrentHashMap<>();

    /// @param cluster the cluster's id, for claims
    public StepExecutor(
            String cluster,
            Server server,
            ConfigObjects objects,
            Liveness liveness,
            EventRecorder recorder,
            MeterRegistry meters) {
        this.cluster = cluster;
        this.server = server;
        this.objects = objects;
        this.liveness = liveness;
        this.recorder = recorder;
        this.meters = meters;
        Arrays.stream(Effect.values()).forEach(effect -> effect.counter(meters));
    }

    /// Takes steps, one after the other. Whether the object lives is asked once and not before
    /// each: nobody can tell how long a step takes after the answer, and the finalizer holds the
    /// object.
    ///
    /// @throws DatabaseFailure if one could not be taken
    /// @throws ClusterFailure.Outdated if something is to be created for an object that is gone
    public void execute(PostgreSQLConfig object, List<Step> steps) {
        if (steps.stream().anyMatch(StepExecutor::creates)) {
            liveness.require(object);
        }
        steps.forEach(step -> execute(object, step));
    }

    private static boolean creates(Step step) {
        return step instanceof Step.CreateRole
                || step instanceof Step.CreateLogin
                || step instanceof Step.CreateDatabase
                || step instanceof Step.Claim;
    }

    private void execute(PostgreSQLConfig object, Step step) {
        var begin = System.nanoTime();
        underWay.put(object.uid(), step);
        try {
            take(object, step);
        } catch (DatabaseFailure.InUse | DatabaseFailure.Denied needed) {
            keep(object, step, needed);
            return;
        } finally {
            underWay.remove(object.uid());
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        Effect.of(step).counter(meters).increment();
        LOG.log(INFO, () -> "%s: %s (%d ms)".formatted(object.key(), step.done(), took.toMillis()));
        recorder.took(object, step);
    }

    /// What is being done for the object at this moment.
    Optional<Step> underWay(PostgreSQLConfig object) {
        return Optional.ofNullable(underWay.get(object.uid()));
    }

    /// What asks too much fails, but for a role or login: that is not worth a deletion that never
    /// ends.
    private void keep(PostgreSQLConfig object, Step step, DatabaseFailure needed) {
        var note =
                switch (step) {
                    case Step.DropRole(var role) ->
                            new Plan.Note(
                                    Plan.Topic.ROLE,
                                    "role '%s' stays: %s"
                                            .formatted(role.name(), needed.getMessage()));
                    case Step.DropLogin(var login, _) when object.deleting() ->
                            new Plan.Note(
                                    Plan.Topic.LOGINS,
                                    "login '%s' stays: %s"
                                            .formatted(login.name(), needed.getMessage()));
                    default -> throw needed;
                };
        LOG.log(INFO, "{0}: {1}", object.key(), note.text());
        recorder.kept(object, note);
    }

    private void take(PostgreSQLConfig object, Step step) {
        switch (step) {
            case Step.CreateRole(var role) ->
                    run(object, ops -> ops.createRole(role, new RoleClaim(cluster)));
            case Step.CreateDatabase(var database) -> {
                var claim = Subject.of(cluster, object).claim(Origin.CREATED);
                server.copy(object.uid(), done(ops -> ops.createDatabase(database, claim)));
            }
            case Step.ChangeOwner(var database, var owner) ->
                    run(object, ops -> ops.changeOwner(database, owner));
            case Step.CloseDatabase(var database) ->
                    run(object, ops -> ops.closeToPublic(database));
            case Step.Claim(var database, var claim) -> {
                requireNoOtherHolder(object, database);
                run(object, ops -> ops.claim(database, claim));
            }
            case Step.Release(var database) -> run(object, ops -> ops.release(database));
            case Step.Drop(var database, var sessions) -> drop(object, database, sessions);
            case Step.DropRole(var role) -> run(object, ops -> ops.dropRole(role));
            case Step.CreateLogin(var login, var claim) ->
                    run(object, ops -> ops.createLogin(login, claim));
            case Step.RestoreLogin(var login, var owner, var database) ->
                    run(object, ops -> ops.restoreLogin(login, owner, database));
            case Step.DropLogin(var login, var sessions) ->
                    run(object, ops -> ops.dropLogin(login, sessions));
            case Step.PutBack(var database, var name, var owner) ->
                    run(object, ops -> ops.putBack(database, name, owner));
            case Step.DiscardUnfinished() ->
                    run(object, ops -> ops.discardUnfinished(object.uid()));
        }
    }

    private void drop(PostgreSQLConfig object, DatabaseState database, SessionPolicy sessions) {
        var ended = server.call(object.uid(), ops -> ops.dropDatabase(database, sessions));
        recorder.endedSessions(object, database.name(), ended);
    }

    /// A claim of this cluster can only be taken over from an object that is gone. Those of other
    /// namespaces are not in the cache, so the API server is asked.
    private void requireNoOtherHolder(PostgreSQLConfig object, DatabaseState database) {
        if (database.claim() instanceof Claimed.By<DatabaseClaim>(var former)
                && former.cluster().equals(cluster)
                && !former.object().equals(object.key())
                && objects.read(former.object())
                        .filter(each -> each.uid().equals(former.uid()))
                        .isPresent()) {
            throw new DatabaseFailure.Conflict(
                    "Database '%s' cannot be taken over: the PostgreSQLConfig %s that it belongs to is still there."
                            .formatted(database.name(), former.object()),
                    null);
        }
    }

    private void run(PostgreSQLConfig object, Consumer<DatabaseOps> operation) {
        server.call(object.uid(), done(operation));
    }

    private static Function<DatabaseOps, Boolean> done(Consumer<DatabaseOps> operation) {
        return ops -> {
            operation.accept(ops);
            return true;
        };
    }
}
