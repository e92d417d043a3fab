package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.plan.Drift;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.KindState;
import de.containerconf.postgresql.controller.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The built-in resource `database`: observes, plans, and executes the plan, role included.
public final class DatabaseResource implements Resource {

    /// Its name in `--resources`.
    public static final String ID = "database";

    private static final System.Logger LOG = System.getLogger(DatabaseResource.class.getName());
    private static final int MAX_LOOKS = 5;
    private static final Duration STALE_RETRY = Duration.ofSeconds(1);

    /// Nobody looks at an object again that is gone. One that shared its role can have gone while
    /// its database was being dropped, and left the role to it: whoever is last must try.
    private static final String OTHERS_CHANGED =
            "other objects changed while this one was being deleted";

    private final Server server;
    private final Plans plans;
    private final KindState kind;
    private final StepExecutor executor;
    private final SessionWatch sessions;
    private final Drifts drifts;
    private final EventRecorder recorder;

    /// Makes the resource for one server.
    public DatabaseResource(
            Server server,
            Plans plans,
            KindState kind,
            StepExecutor executor,
            SessionWatch sessions,
            Drifts drifts,
            EventRecorder recorder) {
        this.server = server;
        this.plans = plans;
        this.kind = kind;
        this.executor = executor;
        this.sessions = sessions;
        this.drifts = drifts;
        this.recorder = recorder;
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return ensure(object);
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return ensure(object);
    }

    /// What to do follows from the object: it says itself whether it is being deleted, or only
    /// looks on.
    private Outcome ensure(PostgreSQLConfig object) {
        try {
            for (var look = 1; look <= MAX_LOOKS; look++) {
                try {
                    return ensure(object, look(object));
                } catch (DatabaseFailure.Stale stale) {
                    LOG.log(DEBUG, "{0}: looking again: {1}", object.key(), stale.getMessage());
                }
            }
            return new Outcome.Waiting(
                    Reason.PROGRESSING,
                    "The database is being changed by somebody else at the same time.",
                    STALE_RETRY);
        } catch (DatabaseFailure failure) {
            return Failures.outcome(failure);
        }
    }

    private Outcome ensure(PostgreSQLConfig object, Catalog catalog) {
        var plan = plans.of(object, server.info(), catalog);
        return plans.instead(object, plan, catalog)
                .or(() -> doubtAboutTheKind(object, plan))
                .orElseGet(() -> proceed(object, plan, catalog));
    }

    private Outcome proceed(PostgreSQLConfig object, Plan plan, Catalog catalog) {
        var drift = object.deleting() ? Set.<Drift>of() : Drift.of(object.status(), plan);
        drifts.found(object, drift, plan);
        try {
            executor.execute(object, plan.steps());
        } catch (DatabaseFailure.Stale | DatabaseFailure.Fenced again) {
            throw again;
        } catch (DatabaseFailure failure) {
            if (failure instanceof DatabaseFailure.InUse inUse) {
                inUse.database()
                        .ifPresent(database ->
                                sessions.await(object.key(), database, inUse.holders()));
            }
            var outcome = Failures.outcome(failure);
            return drift.isEmpty() ? outcome : new Outcome.Drifted(outcome, List.of());
        }
        drifts.repaired(drift);
        if (plan.steps().stream().anyMatch(Step.PutBack.class::isInstance)) {
            throw new DatabaseFailure.Stale("the database has its name back", null);
        }
        if (object.deleting() && !plan.equals(plans.of(object, server.info(), catalog))) {
            throw new DatabaseFailure.Stale(OTHERS_CHANGED, null);
        }
        plan.notes().forEach(note -> tell(object, note));
        return new Outcome.Done(facts(plan));
    }

    private static Map<String, String> facts(Plan plan) {
        return plan.verdict() instanceof Plan.Verdict.Proceed(var facts) ? facts : Map.of();
    }

    /// One command must never drop many databases by accident.
    private Optional<Outcome> doubtAboutTheKind(PostgreSQLConfig object, Plan plan) {
        if (!object.deleting()
                || object.spec().deletionPolicy() != null
                || plan.steps().stream().noneMatch(Step.Drop.class::isInstance)) {
            return Optional.empty();
        }
        try {
            return kind.terminating()
                    ? Optional.of(doubt("The CustomResourceDefinition itself is being deleted"))
                    : Optional.empty();
        } catch (ClusterFailure.Unavailable soonBack) {
            throw soonBack;
        } catch (ClusterFailure failure) {
            LOG.log(WARNING, "{0}: {1}", object.key(), failure.getMessage());
            return Optional.of(
                    doubt(
                            "The operator cannot see whether the CustomResourceDefinition itself is being deleted"));
        }
    }

    /// The resync asks again.
    private static Outcome doubt(String why) {
        return new Outcome.Rejected(
                Reason.DELETING,
                why
                        + ", which would drop every database at once. Set spec.deletionPolicy of this object to Delete or Retain to say that it is meant.");
    }

    private void tell(PostgreSQLConfig object, Plan.Note note) {
        LOG.log(INFO, "{0}: {1}", object.key(), note.text());
        recorder.kept(object, note);
    }

    private Catalog look(PostgreSQLConfig object) {
        var spec = object.spec();
        var lookup =
                new Lookup(
                        DatabaseName.read(spec.database()).map(Set::of).orElse(Set.of()),
                        RoleName.read(spec.owner()).map(Set::of).orElse(Set.of()),
                        Set.of(object.uid()));
        return server.call(object.uid(), ops -> ops.catalog(lookup));
    }
}
