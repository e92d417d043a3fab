package de.containerconf.postgresql.controller.reconcile;

import static de.containerconf.postgresql.controller.port.Event.Severity.NORMAL;
import static de.containerconf.postgresql.controller.port.Event.Severity.WARNING;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.port.Event;
import java.util.Locale;

/// What a step that was taken is called in an event. A repair, and whatever can be a surprise to
/// somebody, is a warning. Pure.
final class StepEvents {

    private StepEvents() {}

    static Event of(PostgreSQLConfig object, Step step) {
        var told = told(object, step);
        return new Event(
                object.key(),
                object.uid(),
                told.severity,
                told.reason.word(),
                action(step),
                told.note);
    }

    private static Told told(PostgreSQLConfig object, Step step) {
        return switch (step) {
            case Step.CreateRole _ -> plain(object, step, EventReason.ROLE_CREATED);
            case Step.CreateDatabase(var database) ->
                    database.name().value().equals(object.status().database())
                            ? new Told(WARNING, EventReason.DATABASE_RECREATED, recreated(database))
                            : plain(object, step, EventReason.DATABASE_CREATED);
            case Step.ChangeOwner _ -> plain(object, step, EventReason.OWNER_CHANGED);
            case Step.CloseDatabase _ -> plain(object, step, EventReason.DATABASE_CLOSED);
            case Step.Claim(var database, var claim) -> claimed(object, step, database, claim);
            case Step.Release _ -> plain(object, step, EventReason.DATABASE_RELEASED);
            case Step.Drop _ -> plain(object, step, EventReason.DATABASE_DROPPED);
            case Step.DropRole _ -> plain(object, step, EventReason.ROLE_DROPPED);
            case Step.CreateLogin _ ->
                    new Told(NORMAL, EventReason.LOGIN_CREATED, capital(step.done()));
            case Step.RestoreLogin _ -> plain(object, step, EventReason.LOGIN_RESTORED);
            case Step.DropLogin _ ->
                    new Told(NORMAL, EventReason.LOGIN_DROPPED, capital(step.done()));
            case Step.PutBack _ ->
                    new Told(WARNING, EventReason.DATABASE_PUT_BACK, capital(step.done()));
            case Step.DiscardUnfinished _ -> plain(object, step, EventReason.LEFTOVERS_DROPPED);
        };
    }

    private static Told claimed(
            PostgreSQLConfig object, Step step, DatabaseState database, DatabaseClaim claim) {
        if (!(database.claim() instanceof Claimed.By<DatabaseClaim>(var former))) {
            return plain(object, step, EventReason.DATABASE_ADOPTED);
        }
        if (former.cluster().equals(claim.cluster()) && former.object().equals(claim.object())) {
            return new Told(
                    NORMAL,
                    EventReason.DATABASE_RESUMED,
                    "Resumed database '%s' of an earlier object of this name"
                            .formatted(database.name()));
        }
        return new Told(
                WARNING,
                EventReason.DATABASE_TAKEN_OVER,
                "Took database '%s' over from the PostgreSQLConfig %s (uid %s, cluster %s)"
                        .formatted(
                                database.name(), former.object(), former.uid(), former.cluster()));
    }

    private static String recreated(NewDatabase database) {
        return "Database '%s' was gone, and was created anew and empty, with owner '%s'"
                .formatted(database.name(), database.owner());
    }

    /// All was well before, and nobody changed the object: somebody changed the server.
    private static Told plain(PostgreSQLConfig object, Step step, EventReason reason) {
        var note = capital(step.done());
        return object.ready() && !object.deleting()
                ? new Told(WARNING, reason, note + ", to undo a change that was made on the server")
                : new Told(NORMAL, reason, note);
    }

    private static String action(Step step) {
        return step.getClass().getSimpleName();
    }

    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private record Told(Event.Severity severity, EventReason reason, String note) {}
}
