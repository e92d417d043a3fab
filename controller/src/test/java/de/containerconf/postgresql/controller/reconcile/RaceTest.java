package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Things happen in the middle of a pass, or are seen too late.
class RaceTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final ManualClock clock = new ManualClock();
    private final World world = new World(new FakeCluster(), new FakePostgres(), clock, Stream::of);
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void anEditDuringAPassLeadsToAnother() {
        cluster.create(A, "shop", "team");
        postgres.onCall(
                once(
                        "createDatabase",
                        () -> {
                            cluster.edit(A, new Spec("shop", "owner2", null));
                            cluster.deliver(world.scope());
                        }));
        world.settle();
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("owner2");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.get(A).status().observedGeneration()).isEqualTo(2);
    }

    @Test
    void anEditThatTheTransportBringsBeforeTheAnswerToOurWriteIsNotLost() {
        cluster.create(A, "shop", "team");
        world.settle();
        cluster.setStatus(A, FakeCluster.PENDING);
        cluster.deliver(world.scope());
        world.cache().learn(cluster.get(A));
        var beforeEdit = cluster.get(A);
        cluster.edit(A, new Spec("shop", "owner2", null));
        cluster.deliver(world.scope());
        world.cache().learn(beforeEdit); // the answer was slower than the watch
        world.settle();
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("owner2");
    }

    @Test
    void anEditDuringAPassThatTheTransportHasNotBroughtConvergesAfterTheConflict() {
        cluster.create(A, "shop", "team");
        postgres.onCall(
                once("createDatabase", () -> cluster.edit(A, new Spec("shop", "owner2", null))));
        cluster.deliver(world.scope());
        world.settleBlindly(); // 409, then a look at the live object
        world.elapse(Duration.ofSeconds(1));
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("owner2");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void anObjectThatIsDeletedWhileItsDatabaseIsCreatedLeavesNothing() {
        cluster.create(A, "shop", "team");
        postgres.onCall(once("createDatabase", () -> cluster.delete(A)));
        world.settle().elapse(Duration.ofSeconds(1));
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
    }

    @Test
    void anObjectThatIsDeletedBeforeItsRoleIsCreatedGetsNothing() {
        deleteDuringTheLook(() -> cluster.deliver(world.scope()));
        assertGotNothing();
    }

    @Test
    void anObjectThatIsDeletedDuringALongLookGetsNothingThoughTheTransportHasNotBroughtIt() {
        deleteDuringTheLook(() -> clock.advance(Duration.ofSeconds(1)));
        assertGotNothing();
    }

    @Test
    void anObjectThatIsDeletedJustAfterItsFinalizerWasStoredLeavesNothing() {
        deleteDuringTheLook(() -> {});
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
        assertThat(postgres.role("team")).isEmpty();
    }

    @Test
    void aNewObjectIsNotAskedForAfterItsFinalizerWasStored() {
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(cluster.calls()).containsExactly("addFinalizer " + A, "writeStatus " + A);
    }

    @Test
    void aStaleCacheNeverCreatesADatabaseForADeadObject() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.removeDatabase("shop");
        cluster.setFinalizers(A);
        cluster.delete(A);
        cluster.forgetEvents(); // the transport is blind
        world.resync();
        assertThat(postgres.databases()).isEmpty();
        assertThat(postgres.changes()).containsExactly("createRole team", "createDatabase shop");
        assertThat(world.cache().all()).isEmpty();
    }

    @Test
    void aStaleCacheNeverCreatesADatabaseForTheNextObjectOfThatName() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.removeDatabase("shop");
        cluster.setFinalizers(A);
        cluster.delete(A);
        cluster.create(A, "elsewhere", "team");
        cluster.forgetEvents();
        world.resync().elapse(Duration.ofSeconds(1));
        assertThat(postgres.databases()).containsExactly("elsewhere");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void anObjectThatVanishesDuringAPassIsForgotten() {
        cluster.create(A, "shop", "team");
        postgres.onCall(
                once(
                        "createDatabase",
                        () -> {
                            cluster.setFinalizers(A);
                            cluster.delete(A);
                        }));
        cluster.deliver(world.scope());
        world.settleBlindly();
        assertThat(world.cache().all()).isEmpty();
        assertThat(world.settle().queue().depth()).isZero();
    }

    @Test
    void anObjectThatIsRecreatedWhileTheOldOneIsBeingDeletedGetsItsOwnDatabase() {
        cluster.create(A, "shop", "team");
        world.settle();
        cluster.delete(A);
        postgres.onCall(
                once(
                        "dropDatabase",
                        () -> {
                            cluster.setFinalizers(A); // forced off, and created anew at once
                            cluster.create(A, "shop", "owner2");
                            cluster.deliver(world.scope());
                        }));
        world.settle().elapse(Duration.ofSeconds(1));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.get(A).uid()).isEqualTo("uid-2");
        assertThat(cluster.get(A).held()).isTrue();
        assertThat(postgres.database("shop").orElseThrow().claimedBy("uid-2")).isTrue();
    }

    @Test
    void twoObjectsThatMeetOnOneNameEndWithOneWinner() {
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop", "other");
        postgres.onCall(
                once("createDatabase", () -> postgres.putDatabase("shop", "x", claimOfB())));
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Duplicate");
        assertThat(world.reason(B)).isEqualTo("Reconciled");
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("other");
    }

    @Test
    void aWorldThatNeverStandsStillIsSaidAndTriedLater() {
        cluster.create(A, "shop", "team");
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                throw new DatabaseFailure.Stale("x", null);
            }
        });
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Progressing: The database is being changed by somebody else at the"
                                + " same time.");
        postgres.onCall(call -> {});
        world.elapse(Duration.ofSeconds(1));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aConflictOnTheStatusConverges() {
        cluster.create(A, "shop", "team");
        var times = new int[1];
        cluster.onCall(call -> {
            if (call.startsWith("writeStatus") && times[0]++ < 3) {
                throw new ClusterFailure.Outdated("the object has been modified");
            }
        });
        world.settle();
        world.elapse(Duration.ofSeconds(1))
                .elapse(Duration.ofSeconds(1))
                .elapse(Duration.ofSeconds(1));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.changes()).containsExactly("createRole team", "createDatabase shop");
    }

    @Test
    void aCrashAtAnyRequestOrStatementConverges() {
        for (var crash = 0; crash < 12; crash++) {
            var at = crash;
            var fresh = new World();
            var count = new int[1];
            Consumer<String> bomb =
                    call -> {
                        if (count[0]++ == at) {
                            throw new Crash();
                        }
                    };
            fresh.cluster().onCall(bomb);
            fresh.postgres().onCall(bomb);
            var survivor = live(fresh, false);
            assertThat(survivor.reason(A)).as("crash %d", at).isEqualTo("Reconciled");
            assertThat(survivor.postgres().databases()).containsExactly("shop");
            count[0] = 0;
            var last = live(survivor, true);
            assertThat(last.cluster().exists(A)).as("crash %d", at).isFalse();
            assertThat(last.postgres().databases()).isEmpty();
        }
    }

    private World live(World before, boolean delete) {
        if (delete) {
            before.cluster().delete(A);
        } else {
            before.cluster().create(A, "shop", "team");
        }
        try {
            before.settle();
            return before;
        } catch (Crash crash) {
            before.cluster().onCall(call -> {});
            before.postgres().onCall(call -> {});
            return before.restart().settle();
        }
    }

    private static Comment claimOfB() {
        return new Comment(
                "containerconf.de/claim v1 cluster=c-1 object=team/b uid=uid-2 origin=created");
    }

    /// Does something before the first call of that kind. Deletes a new object after its finalizer
    /// was stored.
    ///
    /// @param then what else happens before anything is created for it
    private void deleteDuringTheLook(Runnable then) {
        cluster.create(A, "shop", "team");
        postgres.onCall(
                once(
                        "catalog",
                        () -> {
                            cluster.delete(A);
                            then.run();
                        }));
        world.settle().elapse(Duration.ofSeconds(1));
    }

    private void assertGotNothing() {
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.changes()).isEmpty();
        assertThat(postgres.role("team")).isEmpty();
    }

    private static Consumer<String> once(String prefix, Runnable action) {
        var done = new boolean[1];
        return call -> {
            if (call.startsWith(prefix) && !done[0]) {
                done[0] = true;
                action.run();
            }
        };
    }

    /// The end of the process: nobody catches it.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
