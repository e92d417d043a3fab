package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.controller.plan.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// What the operator does to the server, as the metric `operator.effects` counts it.
enum Effect {
    CREATE_ROLE,
    CREATE_DATABASE,
    CHANGE_OWNER,
    CLOSE_DATABASE,
    CLAIM_DATABASE,
    RELEASE_DATABASE,
    DROP_DATABASE,
    PUT_BACK_DATABASE,
    DROP_ROLE,
    CREATE_LOGIN,
    RESTORE_LOGIN,
    DROP_LOGIN,
    DISCARD_UNFINISHED;

    static Effect of(Step step) {
        return switch (step) {
            case Step.CreateRole create -> CREATE_ROLE;
            case Step.CreateDatabase create -> CREATE_DATABASE;
            case Step.ChangeOwner change -> CHANGE_OWNER;
            case Step.CloseDatabase close -> CLOSE_DATABASE;
            case Step.Claim claim -> CLAIM_DATABASE;
            case Step.Release release -> RELEASE_DATABASE;
            case Step.Drop drop -> DROP_DATABASE;
            case Step.PutBack back -> PUT_BACK_DATABASE;
            case Step.DropRole drop -> DROP_ROLE;
            case Step.CreateLogin create -> CREATE_LOGIN;
            case Step.RestoreLogin restore -> RESTORE_LOGIN;
            case Step.DropLogin drop -> DROP_LOGIN;
            case Step.DiscardUnfinished discard -> DISCARD_UNFINISHED;
        };
    }

    Counter counter(MeterRegistry meters) {
        return Counter.builder("operator.effects")
                .description("Changes made on the PostgreSQL server")
                .tag("effect", name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(meters);
    }
}
