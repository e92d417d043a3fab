package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.plan.Drift;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells of what others changed on the server, and counts what was repaired. Thread-safe.
public final class Drifts {

    private static final System.Logger LOG = System.getLogger(Drifts.class.getName());

    private final Map<Drift, Counter> repaired;

    /// Registers the series, at 0.
    public Drifts(MeterRegistry meters) {
        repaired =
                Arrays.stream(Drift.values())
                        .filter(Drift::repairable)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Function.identity(),
                                        drift ->
                                                Counter.builder("operator.drift.repaired")
                                                        .description(
                                                                "Changes of others that were undone")
                                                        .tag("kind", drift.word())
                                                        .register(meters)));
    }

    /// Something is about to be repaired.
    void found(PostgreSQLConfig object, Set<Drift> drift, Plan plan) {
        if (drift.isEmpty()) {
            return;
        }
        if (drift.contains(Drift.DATABASE_MISSING) || drift.contains(Drift.DATABASE_BROKEN)) {
            LOG.log(
                    WARNING,
                    "{0}: database ''{1}'' is gone, with all that was in it; it is created anew, empty",
                    object.key(),
                    object.status().database());
        }
        LOG.log(
                WARNING,
                "{0}: the server was changed by somebody else, repairing: {1}",
                object.key(),
                plan.steps().stream().map(Step::description).toList());
    }

    /// It has been.
    void repaired(Set<Drift> drift) {
        drift.forEach(each -> Objects.requireNonNull(repaired.get(each)).increment());
    }
}
