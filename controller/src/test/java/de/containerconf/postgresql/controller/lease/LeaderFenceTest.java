package de.containerconf.postgresql.controller.lease;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderFenceTest {

    private final FakeCluster cluster = new FakeCluster();
    private final Simulation simulation = new Simulation(7, () -> {});
    private final SimulatedProcess process =
            new SimulatedProcess("leader", simulation, new SimulatedLeases(simulation));
    private PostgreSQLConfig object;
    private LeaderFence fence;

    @BeforeEach
    void lead() {
        simulation.run(Duration.ofMinutes(1));
        fence = new LeaderFence(process.elector(), cluster);
        object = cluster.create("team/a", "shop", "team");
        cluster.setFinalizers("team/a", PostgreSQLConfig.FINALIZER);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aLeaderPasses() {
        assertThatCode(fence::check).doesNotThrowAnyException();
        assertThatCode(() -> fence.confirm(claim())).doesNotThrowAnyException();
    }

    @Test
    void whoStoodStillDoesNotPass() {
        process.actor().pause(Duration.ofMinutes(5));
        simulation.run(Duration.ofSeconds(12));

        assertFenced("this process does not lead");
    }

    @Test
    void aWallClockThatIsFarAheadIsTakenForAMachineThatStoodStill() {
        process.actor().setWallClock(Duration.ofMinutes(10));

        assertFenced("this process does not lead");
        simulation.run(Duration.ofSeconds(3)); // the next renewal
        assertThatCode(fence::check).doesNotThrowAnyException();
    }

    @Test
    void nothingIsMadeForAnObjectThatIsBeingDeleted() {
        cluster.delete("team/a");

        assertFenced("team/a is gone, or being deleted by now");
    }

    @Test
    void nothingIsMadeForTheFormerObjectOfThatName() {
        var claim = claim();
        cluster.setFinalizers("team/a");
        cluster.delete("team/a");
        cluster.create("team/a", "shop", "team");

        assertThatExceptionOfType(DatabaseFailure.Fenced.class)
                .isThrownBy(() -> fence.confirm(claim));
    }

    @Test
    void nothingIsMadeWithoutAnAnswer() {
        cluster.onCall(call -> {
            throw new ClusterFailure.Unavailable("no answer", null, null);
        });

        assertFenced("nobody knows whether team/a still lives: no answer");
    }

    private void assertFenced(String message) {
        assertThatExceptionOfType(DatabaseFailure.Fenced.class)
                .isThrownBy(() -> fence.confirm(claim()))
                .withMessage(message);
    }

    private DatabaseClaim claim() {
        return new DatabaseClaim("c-1", object.key(), object.uid(), Origin.CREATED);
    }
}
