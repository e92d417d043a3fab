package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.Kstatus;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusReportTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09.123456789Z");
    private static final Instant SECOND = Instant.parse("2026-05-06T07:08:09Z");
    private static final Map<String, String> FACTS =
            Map.of("database", "shop", "owner", "team", "origin", "created");
    private static final Outcome DONE = new Outcome.Done(FACTS);
    private static final Condition FOREIGN =
            new Condition("Backup", "True", null, ManualClock.BEGIN, "Nightly", "by others");
    private static final Condition FOREIGN_TOO =
            new Condition("Audit", "False", 3L, ManualClock.BEGIN, "Never", "");

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(DONE, "Reconciled", "True", "", "Current"),
                Arguments.of(
                        waiting(Reason.PROGRESSING),
                        "Progressing",
                        "False",
                        "Reconciling",
                        "InProgress"),
                Arguments.of(
                        waiting(Reason.SERVER_UNAVAILABLE),
                        "ServerUnavailable",
                        "False",
                        "Reconciling",
                        "InProgress"),
                Arguments.of(
                        waiting(Reason.FAILED), "Failed", "False", "Reconciling", "InProgress"),
                Arguments.of(
                        waiting(Reason.DATABASE_IN_USE),
                        "DatabaseInUse",
                        "False",
                        "Reconciling",
                        "InProgress"),
                Arguments.of(
                        waiting(Reason.DELETING), "Deleting", "False", "Reconciling", "InProgress"),
                Arguments.of(
                        waiting(Reason.PERMISSION_DENIED),
                        "PermissionDenied",
                        "False",
                        "Stalled",
                        "Failed"),
                Arguments.of(rejected(Reason.INVALID), "Invalid", "False", "Stalled", "Failed"),
                Arguments.of(rejected(Reason.NOT_OWNED), "NotOwned", "False", "Stalled", "Failed"),
                Arguments.of(
                        rejected(Reason.CLAIMED_BY_OTHER),
                        "ClaimedByOther",
                        "False",
                        "Stalled",
                        "Failed"),
                Arguments.of(rejected(Reason.DUPLICATE), "Duplicate", "False", "Stalled", "Failed"),
                Arguments.of(rejected(Reason.DRIFTED), "Drifted", "False", "Stalled", "Failed"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("reasons")
    void everyReasonMeansTheSameToKstatus(
            Outcome outcome, String reason, String ready, String also, String kstatus) {
        var object = object(FakeCluster.PENDING);
        var status = StatusReport.of(object, List.of(outcome), NOW);
        assertThat(status.condition("Ready"))
                .hasValueSatisfying(condition -> {
                    assertThat(condition.status()).isEqualTo(ready);
                    assertThat(condition.reason()).isEqualTo(reason);
                    assertThat(condition.observedGeneration()).isEqualTo(4);
                    assertThat(condition.lastTransitionTime()).isEqualTo(SECOND);
                });
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactlyElementsOf(
                        also.isEmpty() ? List.of("Ready") : List.of("Ready", also));
        assertThat(status.conditions())
                .filteredOn(condition -> !condition.type().equals("Ready"))
                .allSatisfy(condition -> {
                    assertThat(condition.status()).isEqualTo("True");
                    assertThat(condition.reason()).isEqualTo(reason);
                });
        assertThat(status.observedGeneration()).isEqualTo(4);
        assertThat(Kstatus.of(object(status))).isEqualTo(kstatus);
    }

    @Test
    void anObjectThatNobodyLookedAtIsInProgress() {
        assertThat(Kstatus.of(object(FakeCluster.PENDING))).isEqualTo("InProgress");
    }

    @Test
    void aReconciledObjectShowsItsFacts() {
        var status = StatusReport.of(object(FakeCluster.PENDING), List.of(DONE), NOW);
        assertThat(status)
                .isEqualTo(
                        new Status(
                                4,
                                List.of(
                                        new Condition(
                                                "Ready",
                                                "True",
                                                4L,
                                                SECOND,
                                                "Reconciled",
                                                "Database 'shop' exists and belongs to 'team'.")),
                                "shop",
                                "team",
                                "created",
                                null));
    }

    @Test
    void factsStayAsLastSeenWhileTheyAreNotKnown() {
        var well = StatusReport.of(object(FakeCluster.PENDING), List.of(DONE), NOW);
        var ill = StatusReport.of(object(well), List.of(waiting(Reason.FAILED)), NOW);
        assertThat(List.of(ill.database(), ill.owner(), ill.origin()))
                .containsExactly("shop", "team", "created");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("reasons")
    void nothingNewIsEqualToWhatWasThere(
            Outcome outcome, String reason, String ready, String also, String kstatus) {
        var object = object(withForeign(FakeCluster.PENDING));
        var first = StatusReport.of(object, List.of(outcome), NOW);
        var second = StatusReport.of(object(first), List.of(outcome), NOW.plusSeconds(3_600));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void theTransitionTimeChangesOnlyWithTheStatus() {
        var later = NOW.plusSeconds(100);
        var failed =
                StatusReport.of(object(FakeCluster.PENDING), List.of(waiting(Reason.FAILED)), NOW);
        var down =
                StatusReport.of(object(failed), List.of(waiting(Reason.SERVER_UNAVAILABLE)), later);
        assertThat(down.conditions())
                .extracting(Condition::lastTransitionTime)
                .containsOnly(SECOND);
        var stalled = StatusReport.of(object(down), List.of(rejected(Reason.DUPLICATE)), later);
        assertThat(stalled.condition("Ready").orElseThrow().lastTransitionTime()).isEqualTo(SECOND);
        assertThat(stalled.condition("Stalled").orElseThrow().lastTransitionTime())
                .isEqualTo(SECOND.plusSeconds(100));
        var well = StatusReport.of(object(stalled), List.of(DONE), later.plusSeconds(1));
        assertThat(well.condition("Ready").orElseThrow().lastTransitionTime())
                .isEqualTo(SECOND.plusSeconds(101));
    }

    @Test
    void conditionsOfOtherWritersAreKeptInTheirOrder() {
        var object = object(withForeign(FakeCluster.PENDING));
        var ill = StatusReport.of(object, List.of(waiting(Reason.FAILED)), NOW);
        assertThat(ill.conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Reconciling", "Backup", "Audit");
        assertThat(ill.conditions()).contains(FOREIGN, FOREIGN_TOO);
        var well = StatusReport.of(object(ill), List.of(DONE), NOW);
        assertThat(well.conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Backup", "Audit");
    }

    @Test
    void theFirstResourceThatIsNotDoneDecides() {
        var status =
                StatusReport.of(
                        object(FakeCluster.PENDING),
                        List.of(DONE, Outcome.done(), rejected(Reason.INVALID)),
                        NOW);
        assertThat(status.condition("Ready").orElseThrow().reason()).isEqualTo("Invalid");
        assertThat(status.database()).isEqualTo("shop");
    }

    @Test
    void withoutFactsTheMessageIsGeneral() {
        var status = StatusReport.of(object(Status.NONE), List.of(Outcome.done()), NOW);
        assertThat(status.condition("Ready").orElseThrow().message())
                .isEqualTo("All is as specified.");
    }

    @Test
    void aLongMessageIsCutBetweenCodePoints() {
        var outcome = new Outcome.Waiting(Reason.FAILED, "😀".repeat(1_025), Duration.ZERO);
        var status = StatusReport.of(object(Status.NONE), List.of(outcome), NOW);
        assertThat(status.conditions())
                .extracting(Condition::message)
                .containsOnly("😀".repeat(1_023) + "…");
        assertThat(StatusReport.cut("ä".repeat(1_024))).isEqualTo("ä".repeat(1_024));
    }

    private static Outcome waiting(Reason reason) {
        return new Outcome.Waiting(reason, "a message", Duration.ofSeconds(1));
    }

    private static Outcome rejected(Reason reason) {
        return new Outcome.Rejected(reason, "a message");
    }

    private static Status withForeign(Status status) {
        return new Status(
                status.observedGeneration(),
                List.of(FOREIGN, status.conditions().getFirst(), FOREIGN_TOO),
                null,
                null,
                null,
                null);
    }

    private static PostgreSQLConfig object(Status status) {
        return new PostgreSQLConfig(
                new ObjectKey("default", "example"),
                "u-1",
                "42",
                4,
                ManualClock.BEGIN,
                null,
                List.of(PostgreSQLConfig.FINALIZER),
                Map.of(),
                new PostgreSQLConfig.Spec("shop", "team", null),
                status,
                List.of());
    }
}
