package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void aMissingRightNamesTheSqlThatGivesIt() {
        assertThat(
                        Failures.outcome(
                                new DatabaseFailure.Denied(
                                        "The login may not create databases.",
                                        "ALTER ROLE \"ops\" CREATEDB;",
                                        null)))
                .isEqualTo(
                        new Outcome.Waiting(
                                Reason.PERMISSION_DENIED,
                                "The login may not create databases. An administrator of the server"
                                        + " must run: ALTER ROLE \"ops\" CREATEDB;",
                                Duration.ofSeconds(60)));
    }

    @Test
    void anOutageIsWaitedOutUntilTheProbeWakesTheObject() {
        assertThat(Failures.outcome(new DatabaseFailure.Unavailable("Connection refused.", null)))
                .isEqualTo(
                        new Outcome.Waiting(
                                Reason.SERVER_UNAVAILABLE,
                                "Connection refused.",
                                Duration.ofMinutes(5)));
    }

    @Test
    void theOneWhoIsConnectedIsNamed() {
        assertThat(message(new Session(1, "app", "psql", "10.0.0.1")))
                .isEqualTo(
                        "In use. 1 session: app (psql) from 10.0.0.1. It goes on by itself when it ends.");
    }

    @Test
    void whatIsHiddenIsNotMadeUp() {
        assertThat(message(new Session(1, null, "", null), new Session(2, "app", "", null)))
                .isEqualTo(
                        "In use. 2 sessions: somebody, app. It goes on by itself when they end.");
    }

    @Test
    void ofManySessionsTheFirstFewAreNamed() {
        var sessions =
                IntStream.rangeClosed(1, 8)
                        .mapToObj(i -> new Session(i, "u" + i, "", null))
                        .toArray(Session[]::new);
        assertThat(message(sessions))
                .isEqualTo(
                        "In use. 8 sessions: u1, u2, u3, u4, u5 and 3 more. It goes on by itself"
                                + " when they end.");
    }

    @Test
    void whatElseHoldsADatabaseIsInTheMessageAlready() {
        assertThat(message()).isEqualTo("In use.");
    }

    @Test
    void otherFailuresAreRetriedWithTheServersWords() {
        assertThat(
                        List.of(
                                Failures.outcome(new DatabaseFailure.Conflict("words", null)),
                                Failures.outcome(new DatabaseFailure.Invalid("words", null))))
                .containsOnly(new Outcome.Waiting(Reason.FAILED, "words", Duration.ZERO));
    }

    @Test
    void aFenceIsNoStateOfTheObject() {
        var fenced = new DatabaseFailure.Fenced("stopping");
        assertThatThrownBy(() -> Failures.outcome(fenced)).isSameAs(fenced);
    }

    private static String message(Session... sessions) {
        return Failures.outcome(
                                new DatabaseFailure.InUse(
                                        "In use.",
                                        "shop",
                                        sessions.length,
                                        List.of(sessions),
                                        null))
                        instanceof Outcome.Waiting waiting
                ? waiting.message()
                : "";
    }
}
