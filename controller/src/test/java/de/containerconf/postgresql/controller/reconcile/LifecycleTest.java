package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The life of one object.
class LifecycleTest {

    private static final String A = "team/a";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void anObjectGetsItsDatabase() {
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo("True Reconciled: Database 'shop' exists and belongs to 'team'.");
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("team");
        assertThat(postgres.database("shop").orElseThrow().comment().text())
                .isEqualTo(
                        "containerconf.de/claim v1 cluster=c-1 object=team/a uid=uid-1 origin=created");
        assertThat(postgres.role("team").orElseThrow().comment().text())
                .isEqualTo("containerconf.de/claim v1 cluster=c-1 role");
    }

    @Test
    void theUsualLifeOfAnObjectCostsTwoWrites() {
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(cluster.writes()).containsExactly("addFinalizer team/a", "writeStatus team/a");
        assertThat(world.queue().depth()).isZero();
        assertThat(world.next(A)).isEqualTo(new Next.Settled());
    }

    @Test
    void nothingExternalHappensBeforeTheFinalizerIsStored() {
        cluster.create(A, "shop", "team");
        cluster.onCall(call -> {
            if (call.startsWith("addFinalizer")) {
                assertThat(postgres.calls()).containsExactly("server");
            }
        });
        postgres.onCall(call -> assertThat(cluster.get(A).held()).isTrue());
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aPassThatChangesNothingWritesNothing() {
        settled();
        var writes = cluster.writes();
        var changes = postgres.changes();
        cluster.setFinalizers(A, PostgreSQLConfig.FINALIZER, "other/one");
        world.settle();
        assertThat(world.passes()).isEqualTo(2);
        assertThat(cluster.writes()).isEqualTo(writes);
        assertThat(postgres.changes()).isEqualTo(changes);
    }

    @Test
    void atRestAResyncCostsOneReadAndNoPass() {
        settled();
        var reads = postgres.calls().size();
        var passes = world.passes();
        world.resync().resync();
        assertThat(postgres.calls()).hasSize(reads + 2).endsWith("catalog", "catalog");
        assertThat(world.passes()).isEqualTo(passes);
    }

    @Test
    void aRestartLooksAtNoObjectThatIsWell() {
        settled();
        var writes = cluster.writes();
        var again = world.restart().settle().resync();
        assertThat(again.passes()).isZero();
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void anObjectThatWasPausedWhileNobodyLookedSaysSo() {
        settled();
        cluster.annotate(A, PostgreSQLConfig.PAUSED, "true");
        world.restart().settle();
        assertThat(world.reason(A)).isEqualTo("Paused");
    }

    @Test
    void anotherOwnerGetsTheDatabase() {
        settled();
        cluster.edit(A, new Spec("shop", "owner2", null));
        world.settle();
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("owner2");
        assertThat(world.ready(A))
                .isEqualTo("True Reconciled: Database 'shop' exists and belongs to 'owner2'.");
        assertThat(cluster.get(A).status().observedGeneration()).isEqualTo(2);
        assertThat(postgres.role("team")).isPresent();
    }

    @Test
    void aDeletedObjectTakesItsDatabaseWithIt() {
        settled();
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
        assertThat(cluster.writes()).endsWith("removeFinalizer team/a").hasSize(3);
        assertThat(world.cache().all()).isEmpty();
    }

    @Test
    void theLastObjectTakesTheRoleAlong() {
        settled();
        cluster.create("team/b", "shop2", "team");
        world.settle();
        cluster.delete(A);
        world.settle();
        assertThat(postgres.role("team")).isPresent();
        assertThat(postgres.changes()).doesNotContain("dropRole team");
        cluster.delete("team/b");
        world.settle();
        assertThat(postgres.role("team")).isEmpty();
    }

    @Test
    void objectsThatAreDeletedTogetherLeaveNoRole() {
        settled();
        cluster.create("team/b", "shop2", "team");
        world.settle();
        cluster.delete(A);
        cluster.delete("team/b");
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(cluster.exists("team/b")).isFalse();
        assertThat(postgres.role("team")).isEmpty();
    }

    @Test
    void aRoleThatOthersNeedStaysAndHoldsNothingUp() {
        settled();
        postgres.putDatabase("theirs", "team", Comment.NONE);
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.role("team")).isPresent();
    }

    @Test
    void anObjectThatNamesTheRoleWhenItGoesHasItMadeAnew() {
        settled();
        cluster.delete(A);
        postgres.onCall(call -> {
            if (call.startsWith("dropRole") && !cluster.exists("team/b")) {
                cluster.create("team/b", "shop2", "team");
            }
        });
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(world.reason("team/b")).isEqualTo("Reconciled");
        assertThat(postgres.role("team")).isPresent();
    }

    @Test
    void theFormerOwnerStays() {
        settled();
        cluster.edit(A, new Spec("shop", "owner2", null));
        world.settle();
        cluster.delete(A);
        world.settle();
        assertThat(postgres.role("team")).isPresent();
        assertThat(postgres.role("owner2")).isEmpty();
    }

    @Test
    void aRetainedDatabaseStaysWithTheTextOfPeopleAndWithoutAClaim() {
        cluster.create(A, new Spec("shop", "team", "Retain"));
        world.settle();
        var claimed = postgres.database("shop").orElseThrow();
        postgres.putDatabase(
                "shop", "team", new Comment("Ask Ada\n" + claimed.comment().text() + "\nfirst"));
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop").orElseThrow().comment().text())
                .isEqualTo("Ask Ada\nfirst");
    }

    @Test
    void aDatabaseThatLostItsClaimStaysWhenTheObjectGoes() {
        settled();
        postgres.putDatabase("shop", "team", new Comment("mine now"));
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop").orElseThrow().comment().text()).isEqualTo("mine now");
    }

    @Test
    void deletionWaitsForThoseWhoUseTheDatabase() {
        settled();
        postgres.connect("shop", new Session(7, "app", "psql", "10.0.0.9"));
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False DatabaseInUse: Database 'shop' is in use. 1 session: app (psql) from"
                                + " 10.0.0.9. It goes on by itself when it ends.");
        var writes = cluster.writes();
        var passes = world.passes();
        world.lookAtSessions().resync().lookAtSessions();
        assertThat(world.passes()).isEqualTo(passes);
        assertThat(cluster.writes()).isEqualTo(writes);
        postgres.disconnect("shop");
        world.lookAtSessions();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
    }

    @Test
    void aPolicySetWhileTheObjectIsBeingDeletedCounts() {
        settled();
        postgres.connect("shop", new Session(7, "app", "", null));
        cluster.delete(A);
        world.settle();
        cluster.edit(A, new Spec("shop", "team", "Retain"));
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).containsExactly("shop");
    }

    @Test
    void anInvalidPolicyHoldsADeletionAndSaysSo() {
        settled();
        cluster.edit(A, new Spec("shop", "team", "Trash"));
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Invalid: spec.deletionPolicy must be Delete or Retain, or absent");
        assertThat(postgres.databases()).containsExactly("shop");
        cluster.edit(A, new Spec("shop", "team", "Delete"));
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void anObjectWithoutOurFinalizerIsLeftAloneWhenItGoes() {
        cluster.create(A, new Spec("", "team", null));
        cluster.setFinalizers(A, "other/one");
        cluster.delete(A);
        world.settle();
        assertThat(cluster.writes()).isEmpty();
        assertThat(postgres.changes()).isEmpty();
    }

    @Test
    void afterOurFinalizerAnotherMayHoldTheObject() {
        settled();
        cluster.setFinalizers(A, "other/one", PostgreSQLConfig.FINALIZER);
        cluster.delete(A);
        world.settle();
        assertThat(cluster.get(A).finalizers()).containsExactly("other/one");
        assertThat(postgres.databases()).isEmpty();
        var calls = postgres.calls();
        world.resync();
        assertThat(postgres.calls()).hasSize(calls.size() + 1);
        cluster.setFinalizers(A);
        world.settle();
        assertThat(world.cache().all()).isEmpty();
    }

    @Test
    void aFinalizerThatReplaceRemovedIsPutBack() {
        settled();
        cluster.setFinalizers(A);
        world.settle();
        assertThat(cluster.get(A).held()).isTrue();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.changes()).containsExactly("createRole team", "createDatabase shop");
    }

    @Test
    void anInvalidObjectGetsNoFinalizerAndNoDatabase() {
        cluster.create(A, "pgc-new-x", "pg_monitor");
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Invalid: spec.database must not begin with 'pgc-', which the operator"
                                + " keeps for itself; spec.owner must not be 'pg_monitor', which is a"
                                + " role of the server itself");
        assertThat(cluster.writes()).containsExactly("writeStatus team/a");
        assertThat(postgres.calls()).containsExactly("server");
        cluster.delete(A);
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void aCorrectedObjectGoesOn() {
        cluster.create(A, new Spec("shop", "", null));
        world.settle();
        cluster.edit(A, new Spec("shop", "team", null));
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.get(A).status().condition(Condition.STALLED)).isEmpty();
    }

    @Test
    void driftIsRepairedByTheResync() {
        settled();
        postgres.putRole("thief", false);
        var before = postgres.database("shop").orElseThrow();
        postgres.putDatabase("shop", "thief", before.comment());
        world.resync();
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("team");
        postgres.removeDatabase("shop");
        world.resync();
        assertThat(postgres.databases()).containsExactly("shop");
        assertThat(cluster.writes()).hasSize(2); // nothing to tell
    }

    @Test
    void whatACrashLeftIsFinished() {
        cluster.create(A, "shop", "team");
        postgres.putUnfinished("uid-1");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.unfinished()).isEmpty();
        postgres.putUnfinished("uid-1");
        world.resync();
        assertThat(postgres.unfinished()).isEmpty();
    }

    @Test
    void aDeletionThatACrashInterruptedGoesOn() {
        settled();
        cluster.delete(A);
        postgres.interruptDeletion("shop", "uid-1");
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.unfinished()).isEmpty();
        assertThat(postgres.databases()).isEmpty();
    }

    @Test
    void aDeletionThatHadBegunIsUndoneForOneThatIsToBeRetainedByNow() {
        settled();
        var before = postgres.database("shop").orElseThrow();
        cluster.delete(A);
        postgres.interruptDeletion("shop", "uid-1");
        cluster.edit(A, new Spec("shop", "team", "Retain"));
        world.settle();

        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.unfinished()).isEmpty();
        var kept = postgres.database("shop").orElseThrow();
        assertThat(kept.oid()).isEqualTo(before.oid());
        assertThat(kept.owner()).isEqualTo("team");
        assertThat(kept.comment()).isEqualTo(Comment.NONE);
        assertThat(world.events(A))
                .contains(
                        "Warning DatabasePutBack: Put back database 'shop', whose deletion had begun");
    }

    /// A backup of the cluster can be older than the deletion.
    @Test
    void aDeletionThatHadBegunIsUndoneForAnObjectThatIsNotDeletedAnyMore() {
        settled();
        var before = postgres.database("shop").orElseThrow();
        postgres.interruptDeletion("shop", "uid-1");
        world.resync();

        assertThat(postgres.database("shop")).contains(before);
        assertThat(postgres.unfinished()).isEmpty();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aDatabaseThatTookTheNameMeanwhileIsNotTouchedAndNothingIsLost() {
        settled();
        cluster.delete(A);
        postgres.interruptDeletion("shop", "uid-1");
        postgres.putDatabase("shop", "somebody", Comment.NONE);
        cluster.edit(A, new Spec("shop", "team", "Retain"));
        world.settle();

        assertThat(cluster.exists(A)).isTrue();
        assertThat(postgres.unfinished()).containsExactly("uid-1");
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("somebody");
        postgres.removeDatabase("shop");
        world.elapse(Duration.ofMinutes(5));
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("team");
    }

    @Test
    void whatIsLeftForNobodyWeSeeIsNotTouched() {
        settled();
        postgres.putUnfinished("uid-of-another-cluster");
        world.resync().resync();
        assertThat(postgres.unfinished()).containsExactly("uid-of-another-cluster");
    }

    @Test
    void anOlderCrdThatPrunesTheStatusCausesNoWriteLoop() {
        cluster.setPruning(status ->
                new Status(
                        status.observedGeneration(), status.conditions(), null, null, null, null));
        settled();
        wake();
        wake();
        world.resync();
        assertThat(cluster.writes()).containsExactly("addFinalizer team/a", "writeStatus team/a");
    }

    @Test
    void anOlderCrdThatPrunesTheWholeStatusCausesNoWriteLoop() {
        cluster.setPruning(status -> FakeCluster.PENDING);
        settled();
        world.resync().resync();
        assertThat(cluster.writes()).containsExactly("addFinalizer team/a", "writeStatus team/a");
    }

    @Test
    void aStatusThatSomebodyElseOverwroteIsWrittenAgain() {
        settled();
        cluster.setStatus(A, FakeCluster.PENDING);
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.writes()).hasSize(3);
    }

    @Test
    void theConditionOfAnotherWriterSurvives() {
        settled();
        UnaryOperator<Status> withBackup =
                before ->
                        new Status(
                                before.observedGeneration(),
                                List.of(
                                        new Condition(
                                                "Backup",
                                                "True",
                                                null,
                                                ManualClock.BEGIN,
                                                "Done",
                                                ""),
                                        before.conditions().getFirst()),
                                before.database(),
                                before.owner(),
                                before.origin(),
                                null);
        cluster.setStatus(A, withBackup.apply(cluster.get(A).status()));
        world.settle();
        cluster.edit(A, new Spec("shop", "owner2", null));
        world.settle();
        assertThat(cluster.get(A).status().conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Backup");
    }

    @Test
    void aRecreatedObjectGetsANewDatabase() {
        settled();
        cluster.delete(A);
        world.settle();
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.database("shop").orElseThrow().claimedBy("uid-2")).isTrue();
    }

    private void settled() {
        cluster.create(A, "shop", "team");
        world.settle();
    }

    private void wake() {
        world.queue().add(cluster.get(A).key(), Cause.WOKEN);
        world.settle();
    }
}
