package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Drift;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.reconcile.Outlook.Ahead;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What is said of plans that are not executed: because they must not be, or because the object
/// only looks on. Pure.
final class Verdicts {

    private Verdicts() {}

    /// What the object is told instead; empty if the plan is to be executed.
    ///
    /// @param ahead what would be done after the plan; asked for only where that is told
    static Optional<Outcome> instead(PostgreSQLConfig object, Plan plan, Supplier<Ahead> ahead) {
        return switch (plan.verdict()) {
            case Plan.Verdict.Refuse(var reason, var message) ->
                    Optional.of(refused(object, plan, new Outcome.Rejected(reason, message)));
            case Plan.Verdict.Proceed(var facts) ->
                    object.observing()
                            ? Optional.of(observed(plan.steps(), ahead.get(), facts))
                            : Optional.empty();
        };
    }

    private static Outcome refused(PostgreSQLConfig object, Plan plan, Outcome.Rejected rejected) {
        return Drift.of(object.status(), plan).isEmpty()
                ? rejected
                : new Outcome.Drifted(rejected, List.of());
    }

    private static Outcome observed(List<Step> steps, Ahead ahead, Map<String, String> facts) {
        var differences =
                Stream.concat(steps.stream().map(Step::description), ahead.changes().stream())
                        .toList();
        var refusal = ahead.refusal();
        if (differences.isEmpty()) {
            return refusal == null ? new Outcome.Done(facts) : refusal;
        }
        return new Outcome.Drifted(
                new Outcome.Rejected(
                        Reason.DRIFTED,
                        "Nothing is changed, because of spec.mode: Observe. With Enforce the operator would %s.%s"
                                .formatted(
                                        String.join(", ", differences),
                                        refusal == null ? "" : " " + refusal.message())),
                differences);
    }
}
