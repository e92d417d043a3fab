package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Drift;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import java.util.List;
import java.util.Optional;

/// What is said of plans that are not executed: because they must not be, or because the object
/// only looks on. Pure.
final class Verdicts {

    private Verdicts() {}

    /// What the object is told instead; empty if the plan is to be executed.
    static Optional<Outcome> instead(PostgreSQLConfig object, Plan plan) {
        return switch (plan.verdict()) {
            case Plan.Verdict.Refuse(var reason, var message) ->
                    Optional.of(refused(object, plan, new Outcome.Rejected(reason, message)));
            case Plan.Verdict.Proceed(var facts) ->
                    object.observing()
                            ? Optional.of(
                                    plan.steps().isEmpty()
                                            ? new Outcome.Done(facts)
                                            : observed(plan.steps()))
                            : Optional.empty();
        };
    }

    private static Outcome refused(PostgreSQLConfig object, Plan plan, Outcome.Rejected rejected) {
        return Drift.of(object.status(), plan).isEmpty()
                ? rejected
                : new Outcome.Drifted(rejected, List.of());
    }

    private static Outcome observed(List<Step> steps) {
        var differences = steps.stream().map(Step::description).toList();
        return new Outcome.Drifted(
                new Outcome.Rejected(
                        Reason.DRIFTED,
                        "Nothing is changed, because of spec.mode: Observe. With Enforce the operator would %s."
                                .formatted(String.join(", ", differences))),
                differences);
    }
}
