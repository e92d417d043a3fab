package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Objects that only look on: `spec.mode: Observe`.
class ObserveTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void itTellsWhatWouldBeDoneAndDoesNothing() {
        cluster.create(A, observing("Never"));
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Drifted: Nothing is changed, because of spec.mode: Observe. With Enforce the"
                                + " operator would create role 'team', create database 'shop' with owner"
                                + " 'team'.");
        assertThat(cluster.get(A).status().drift())
                .containsExactly("create role 'team'", "create database 'shop' with owner 'team'");
        assertThat(cluster.get(A).status().conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Stalled", "Drifted");
        assertThat(cluster.writes()).containsExactly("writeStatus team/a");
        assertThat(postgres.changes()).isEmpty();
    }

    @Test
    void itTellsWhatAdoptionWouldDo() {
        postgres.putDatabase("shop", "legacy", new Comment("crown jewels"));
        cluster.create(A, observing("Adopt"));
        world.settle();
        assertThat(cluster.get(A).status().drift())
                .containsExactly(
                        "create role 'team'",
                        "adopt database 'shop'",
                        "change owner of database 'shop' from 'legacy' to 'team'");
        assertThat(postgres.changes()).isEmpty();
    }

    @Test
    void whatMustNotBeDoneIsSaidAsEver() {
        postgres.putDatabase("shop", "legacy", Comment.NONE);
        cluster.create(A, observing("Never"));
        world.settle();
        assertThat(world.ready(A))
                .startsWith("False NotOwned: Database 'shop' exists already")
                .contains(
                        "set spec.adoptionPolicy: Adopt; that would also create role 'team' and change"
                                + " owner of database 'shop' from 'legacy' to 'team'.");
        assertThat(cluster.get(A).status().drift()).isEmpty();
    }

    @Test
    void theResyncTellsWhatChangedAndNothingElse() {
        cluster.create(A, new Spec("shop", "team", null));
        world.settle();
        cluster.edit(A, observing("Never"));
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        var passes = world.passes();
        world.resync();
        assertThat(world.passes()).isEqualTo(passes);
        postgres.putRole("thief", false);
        postgres.putDatabase("shop", "thief", postgres.database("shop").orElseThrow().comment());
        var changes = postgres.changes();
        world.resync();
        assertThat(cluster.get(A).status().drift())
                .containsExactly("change owner of database 'shop' from 'thief' to 'team'");
        assertThat(world.passes()).isEqualTo(passes + 1);
        world.resync();
        assertThat(world.passes()).isEqualTo(passes + 1);
        assertThat(postgres.changes()).isEqualTo(changes);
    }

    @Test
    void withEnforceItActs() {
        cluster.create(A, observing("Never"));
        world.settle();
        cluster.edit(A, new Spec("shop", "team", null));
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.get(A).status().drift()).isEmpty();
        assertThat(cluster.get(A).status().condition(Condition.DRIFTED)).isEmpty();
    }

    @Test
    void itsDeletionChangesNothingOnTheServer() {
        cluster.create(A, new Spec("shop", "team", "Delete"));
        world.settle();
        cluster.edit(A, new Spec("shop", "team", "Delete", null, null, "Observe"));
        cluster.delete(A);
        var changes = postgres.changes();
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.changes()).isEqualTo(changes);
        assertThat(postgres.database("shop").orElseThrow().claimedBy("uid-1")).isTrue();
    }

    @Test
    void anObjectThatOnlyEverLookedOnGoesAtOnce() {
        cluster.create(A, observing("Never"));
        world.settle();
        cluster.delete(A);
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void aModeThatMakesNoSenseIsNeverGuessed() {
        cluster.create(A, new Spec("shop", "team", null));
        world.settle();
        cluster.edit(A, new Spec("shop", "team", null, null, null, "observe"));
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo("False Invalid: spec.mode must be Enforce or Observe, or absent");
        assertThat(postgres.databases()).containsExactly("shop");
    }

    @Test
    void nobodyWaitsForOneWhoOnlyLooksOn() {
        cluster.create(A, observing("Never"));
        cluster.create(B, new Spec("shop", "team", null));
        world.settle();
        assertThat(world.reason(B)).isEqualTo("Reconciled");
        world.resync();
        assertThat(world.reason(A)).isEqualTo("Duplicate");
    }

    @Test
    void whoBeginsToLookOnGivesWay() {
        cluster.create(A, new Spec("shop", "team", null));
        postgres.goDown("down");
        world.settle();
        cluster.create(B, new Spec("shop", "team", null));
        postgres.comeBack();
        cluster.annotate(A, PostgreSQLConfig.PAUSED, "true");
        world.probe();
        world.settle();
        assertThat(world.reason(B)).isEqualTo("Duplicate");
        cluster.edit(A, observing("Never"));
        world.settle();
        assertThat(world.reason(B)).isEqualTo("Reconciled");
    }

    @Test
    void aRestartLooksAtNoObjectThatIsWell() {
        cluster.create(A, new Spec("shop", "team", null));
        world.settle();
        cluster.edit(A, observing("Never"));
        cluster.setFinalizers(A);
        world.settle();
        assertThat(world.restart().settle().resync().passes()).isZero();
    }

    @Test
    void anOlderCrdThatPrunesTheListCausesNoWriteLoop() {
        cluster.setPruning(status ->
                new PostgreSQLConfig.Status(
                        status.observedGeneration(),
                        status.conditions(),
                        status.database(),
                        status.owner(),
                        status.origin(),
                        status.serverId()));
        cluster.create(A, observing("Never"));
        world.settle().resync().resync();
        assertThat(cluster.writes()).isEqualTo(List.of("writeStatus team/a"));
    }

    private static Spec observing(String adoptionPolicy) {
        return new Spec("shop", "team", null, null, adoptionPolicy, "Observe");
    }
}
