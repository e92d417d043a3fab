package de.containerconf.postgresql.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Elections of two, in virtual time. Clocks are up to a tenth wrong.
class LeaderElectorTest {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /// 15 s, a tenth, and a retry.
    private static final Duration EXPIRY = Duration.ofMillis(19_500);

    private final Simulation simulation = new Simulation(7, () -> {});
    private final SimulatedLeases leases = new SimulatedLeases(simulation);
    private SimulatedProcess leader;
    private SimulatedProcess standby;

    @BeforeEach
    void elect() {
        leader = new SimulatedProcess("leader", simulation, leases);
        simulation.run(A_MOMENT);
        standby = new SimulatedProcess("standby", simulation, leases);
        simulation.run(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void theFirstOneLeadsAndGoesOnLeading() {
        assertLeads(leader);
        assertThat(leases.stored().orElseThrow().holder()).isEqualTo("leader");
        assertThat(leases.stored().orElseThrow().transitions()).isZero();
    }

    @Test
    void afterACleanStopTheOtherLeadsAtOnce() {
        leader.actor().tell();
        simulation.run(A_MOMENT);

        assertLeads(standby);
        assertThat(leases.stored().orElseThrow().transitions()).isEqualTo(1);
    }

    @Test
    void afterAKillTheOtherLeadsWhenTheLeaseIsOver() {
        leader.actor().kill();
        simulation.run(Duration.ofSeconds(10));
        assertThat(standby.leads()).isFalse();

        simulation.run(EXPIRY.minusSeconds(10));
        assertLeads(standby);
    }

    @Test
    void whoStoodStillTooLongStandsByAndMayLeadAgain() {
        leader.actor().pause(Duration.ofMinutes(1));
        simulation.run(EXPIRY);
        assertLeads(standby);

        simulation.run(Duration.ofMinutes(1));
        assertLeads(standby);
        assertThat(leader.told()).isFalse();

        standby.actor().tell();
        simulation.run(A_MOMENT);
        assertLeads(leader);
    }

    @Test
    void aLeaderThatIsCutOffStopsBeforeItsLeaseIsOver() {
        leases.network(1, A_MOMENT);
        simulation.run(Duration.ofMillis(11_200)); // 10 s by the slowest clock

        assertThat(leader.leads()).isFalse();
        simulation.run(Duration.ofSeconds(6));
        assertThat(leader.told()).isFalse();
    }

    @Test
    void afterAnOutageForAllSomebodyLeadsSoon() {
        leases.network(1, A_MOMENT);
        simulation.run(Duration.ofMinutes(5));
        leases.network(0, Duration.ofMillis(20));
        simulation.run(Duration.ofSeconds(8)); // a request under way, and a retry

        assertThat(leader.leads() ^ standby.leads()).isTrue();
    }

    @Test
    void anAnswerThatIsLostCostsNothing() {
        for (var round = 0; round < 50; round++) {
            leases.network(0.3, Duration.ofMillis(20));
            simulation.run(Duration.ofSeconds(5));
            leases.network(0, Duration.ofMillis(20));
            simulation.run(Duration.ofSeconds(8));
            assertLeads(leader);
        }
    }

    @Test
    void atRestOnlyTheLeaderSendsRequests() {
        var before = leases.requests();
        simulation.run(Duration.ofMinutes(10));

        // One every 2 s, by a clock that is up to a tenth too fast.
        assertThat(leases.requests() - before).isBetween(260, 335);
    }

    @Test
    void withoutAnyAnswerTheRequestsStayFew() {
        leases.network(1, A_MOMENT);
        simulation.run(Duration.ofSeconds(20));
        var before = leases.requests();
        simulation.run(Duration.ofMinutes(1));

        assertThat(leases.requests() - before).isLessThanOrEqualTo(2 * 12);
    }

    @Test
    void aLeaseThatSomebodyDeletesIsMadeAgainByItsHolder() {
        leases.store(null);
        simulation.run(Duration.ofSeconds(5));

        assertLeads(leader);
        assertThat(leases.stored().orElseThrow().holder()).isEqualTo("leader");
    }

    @Test
    void aDeletedLeaseIsLeftAloneUntilItsTimeIsOver() {
        leader.actor().kill();
        leases.store(null);
        simulation.run(Duration.ofSeconds(10));
        assertThat(standby.leads()).isFalse();

        simulation.run(EXPIRY.minusSeconds(10));
        assertLeads(standby);
    }

    @Test
    void aHolderWhoseNameSomebodyRemovedGivesWay() {
        leases.store(leases.stored().orElseThrow().releasedAt(leader.actor().wallTime()));
        simulation.run(Duration.ofSeconds(5));

        assertLeads(standby);
        assertThat(leader.told()).isFalse();
    }

    @Test
    void aNoteOnTheLeaseOfADeadHolderDoesNotProlongIt() {
        leader.actor().kill();
        for (var second = 0; second < EXPIRY.toSeconds(); second++) {
            leases.store(leases.stored().orElseThrow());
            simulation.run(A_MOMENT);
        }
        simulation.run(A_MOMENT);

        assertLeads(standby);
    }

    /// Forward, the time to act ends early, until the next renewal; back, nothing happens at all.
    @Test
    void aWallClockThatIsSetCostsNobodyTheLease() {
        for (var hours : new int[] {5, -5, 3, 0}) {
            leader.actor().setWallClock(Duration.ofHours(hours));
            simulation.run(Duration.ofSeconds(3));
            assertLeads(leader);
            simulation.run(EXPIRY);
            assertLeads(leader);
        }
        assertThat(leader.begun()).isEqualTo(1);
        assertThat(leases.stored().orElseThrow().transitions()).isZero();
    }

    @Test
    void aStandbyWhoseWallClockIsSetTakesNothing() {
        for (var hours : new int[] {5, -5, 0}) {
            standby.actor().setWallClock(Duration.ofHours(hours));
            simulation.run(EXPIRY);
            assertLeads(leader);
        }
        assertThat(standby.begun()).isZero();
    }

    @Test
    void aWallClockThatIsSetBackProlongsNothing() {
        leases.network(1, A_MOMENT);
        leader.actor().setWallClock(Duration.ofHours(-5));
        simulation.run(Duration.ofMillis(11_200)); // 10 s by the slowest clock

        assertThat(leader.leads()).isFalse();
    }

    @Test
    void afterAKillTheWallClocksDoNotCount() {
        leader.actor().kill();
        standby.actor().setWallClock(Duration.ofHours(5));
        simulation.run(Duration.ofSeconds(10));
        assertThat(standby.leads()).isFalse();
        standby.actor().setWallClock(Duration.ofHours(-5));

        simulation.run(EXPIRY.minusSeconds(10));
        assertLeads(standby);
    }

    private void assertLeads(SimulatedProcess process) {
        var other = process == leader ? standby : leader;
        assertThat(process.leads()).as(process + " leads").isTrue();
        assertThat(process.told()).isTrue();
        assertThat(other.leads()).as(other + " leads").isFalse();
    }
}
