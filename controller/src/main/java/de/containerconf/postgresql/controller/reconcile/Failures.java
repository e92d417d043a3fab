package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Says what a failure of the server means for an object.
public final class Failures {

    /// The server's own probe wakes the objects; this is for the case that it cannot.
    static final Duration UNAVAILABLE_RETRY = Duration.ofMinutes(5);

    /// Nobody knows what holds it, so nobody looks whether that is gone.
    static final Duration IN_USE_RETRY = Duration.ofSeconds(30);

    /// Sessions end without a sign to us, but [SessionWatch] looks for all who wait.
    static final Duration WATCHED = Duration.ofDays(1);

    /// An administrator grants a right without a sign to us.
    static final Duration DENIED_RETRY = Duration.ofSeconds(60);

    private static final int NAMED_SESSIONS = 5;

    private Failures() {}

    /// The outcome of an attempt that failed so.
    ///
    /// @throws DatabaseFailure.Fenced as it is
    public static Outcome outcome(DatabaseFailure failure) {
        var message = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure) {
            case DatabaseFailure.Unavailable _ ->
                    new Outcome.Waiting(Reason.SERVER_UNAVAILABLE, message, UNAVAILABLE_RETRY);
            case DatabaseFailure.Denied denied ->
                    new Outcome.Waiting(
                            Reason.PERMISSION_DENIED,
                            "%s An administrator of the server must run: %s"
                                    .formatted(message, denied.remedy()),
                            DENIED_RETRY);
            case DatabaseFailure.InUse inUse ->
                    new Outcome.Waiting(
                            Reason.DATABASE_IN_USE,
                            message + sessions(inUse.sessions()),
                            inUse.database().isPresent() ? WATCHED : IN_USE_RETRY);
            case DatabaseFailure.Conflict _ ->
                    new Outcome.Waiting(Reason.FAILED, message, Duration.ZERO);
            case DatabaseFailure.Invalid _ ->
                    new Outcome.Waiting(Reason.FAILED, message, Duration.ZERO);
            case DatabaseFailure.Stale _ ->
                    new Outcome.Waiting(Reason.PROGRESSING, message, Duration.ZERO);
            case DatabaseFailure.Fenced fenced -> throw fenced;
        };
    }

    /// Who is connected, as far as one line goes.
    private static String sessions(List<Session> sessions) {
        if (sessions.isEmpty()) {
            return "";
        }
        return " %s. It goes on by itself when %s."
                .formatted(counted(sessions), sessions.size() == 1 ? "it ends" : "they end");
    }

    /// How many sessions, and whose, as far as one line goes.
    static String counted(List<Session> sessions) {
        var named =
                sessions.stream()
                        .limit(NAMED_SESSIONS)
                        .map(Failures::session)
                        .collect(Collectors.joining(", "));
        var more = sessions.size() - NAMED_SESSIONS;
        return "%s: %s%s"
                .formatted(
                        sessions.size() == 1 ? "1 session" : sessions.size() + " sessions",
                        named,
                        more > 0 ? " and %d more".formatted(more) : "");
    }

    private static String session(Session session) {
        return "%s%s%s"
                .formatted(
                        session.user() == null ? "somebody" : session.user(),
                        session.application().isEmpty() ? "" : " (" + session.application() + ")",
                        session.client() == null ? "" : " from " + session.client());
    }
}
