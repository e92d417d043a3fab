package de.containerconf.postgresql.controller.reconcile;

import static de.containerconf.postgresql.controller.port.Event.Severity.NORMAL;
import static de.containerconf.postgresql.controller.port.Event.Severity.WARNING;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.port.Event;
import de.containerconf.postgresql.controller.port.Events;
import java.util.List;
import java.util.Set;

/// Makes events of what happens to objects. Thread-safe.
public final class EventRecorder {

    /// What the operator is at for objects that wait.
    private static final String RECONCILE = "Reconcile";

    /// Reasons that say no more than that work is under way.
    private static final Set<String> UNDER_WAY =
            Set.of(Reason.PROGRESSING.value(), Reason.DELETING.value());

    private final Events events;

    /// @param events where they go
    public EventRecorder(Events events) {
        this.events = events;
    }

    /// A step was taken.
    void took(PostgreSQLConfig object, Step step) {
        events.publish(StepEvents.of(object, step));
    }

    /// Sessions were ended for a deletion.
    void endedSessions(PostgreSQLConfig object, String database, List<Session> sessions) {
        if (!sessions.isEmpty()) {
            publish(
                    object,
                    NORMAL,
                    EventReason.SESSIONS_TERMINATED.word(),
                    "TerminateSessions",
                    "Ended %s in database '%s'".formatted(Failures.counted(sessions), database));
        }
    }

    /// A deletion left something on the server.
    ///
    /// @param note what, and why
    void kept(PostgreSQLConfig object, Plan.Note note) {
        var reason =
                switch (note.topic()) {
                    case DATABASE -> EventReason.DATABASE_KEPT;
                    case ROLE -> EventReason.ROLE_KEPT;
                    case LOGINS -> EventReason.LOGINS_KEPT;
                };
        publish(object, NORMAL, reason.word(), "Delete", StepEvents.capital(note.text()));
    }

    /// The Secret of an object was created.
    public void createdSecret(PostgreSQLConfig object, String secret, String login) {
        publish(
                object,
                NORMAL,
                EventReason.SECRET_CREATED.word(),
                "CreateSecret",
                "Created Secret '%s' with the login '%s'".formatted(secret, login));
    }

    /// The Secret of an object was changed.
    public void changedSecret(PostgreSQLConfig object, String secret, String login) {
        publish(
                object,
                NORMAL,
                EventReason.SECRET_CHANGED.word(),
                "ChangeSecret",
                "Changed Secret '%s', which now has the login '%s'".formatted(secret, login));
    }

    /// A deletion ended without the server.
    void abandoned(PostgreSQLConfig object) {
        publish(
                object,
                WARNING,
                EventReason.DATABASE_ABANDONED.word(),
                "Delete",
                "Deleted without touching the server, as the annotation %s asks: whatever is left of database '%s' stays there with its claim"
                        .formatted(PostgreSQLConfig.ABANDON, object.spec().database()));
    }

    /// Somebody had removed our finalizer.
    void restoredFinalizer(PostgreSQLConfig object) {
        publish(
                object,
                WARNING,
                EventReason.FINALIZER_RESTORED.word(),
                RECONCILE,
                "The finalizer %s was gone, as after kubectl replace, and is put back: without it the database would stay behind"
                        .formatted(PostgreSQLConfig.FINALIZER));
    }

    /// The reason of Ready changed. One for the better was told by the effect that led to it.
    void changed(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        status.condition(Condition.READY)
                .filter(ready -> isBlocked(status, ready))
                .ifPresent(ready ->
                        publish(
                                object,
                                ready.reason().equals(Reason.PAUSED.value()) ? NORMAL : WARNING,
                                ready.reason(),
                                object.deleting() ? "Delete" : RECONCILE,
                                ready.message()));
    }

    private static boolean isBlocked(PostgreSQLConfig.Status status, Condition ready) {
        return status.condition(Condition.STALLED).isPresent()
                || (status.condition(Condition.RECONCILING).isPresent()
                        && !UNDER_WAY.contains(ready.reason()));
    }

    private void publish(
            PostgreSQLConfig object,
            Event.Severity severity,
            String reason,
            String action,
            String note) {
        events.publish(new Event(object.key(), object.uid(), severity, reason, action, note));
    }
}
