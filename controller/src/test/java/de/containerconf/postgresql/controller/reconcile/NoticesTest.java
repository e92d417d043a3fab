package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an object says while a pass takes long.
@Timeout(20)
class NoticesTest {

    private static final String A = "team/a";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();
    private final List<String> seen = new ArrayList<>();

    @Test
    void aLongPassSaysWhatItDoes() {
        slow("createDatabase");
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(seen)
                .containsExactly(
                        "False Progressing: This takes a while: create database 'shop' with owner"
                                + " 'team'.");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.writes())
                .containsExactly("addFinalizer team/a", "writeStatus team/a", "writeStatus team/a");
        assertThat(world.passes()).isEqualTo(1);
    }

    @Test
    void aLongPassIsInProgressForKstatusToo() {
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                world.fireAlarms();
                assertThat(cluster.get(A).status().conditions())
                        .extracting(Condition::type)
                        .containsExactly("Ready", "Reconciling");
                seen.add(call);
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(seen).hasSize(1);
    }

    @Test
    void itIsSaidOnceAPass() {
        postgres.onCall(call -> {
            if (call.startsWith("create")) {
                world.fireAlarms();
                world.fireAlarms();
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(cluster.writes()).hasSize(3);
    }

    @Test
    void aSlowLookBeforeAnythingIsKnownIsSaid() {
        slow("catalog");
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(seen)
                .containsExactly(
                        "False Progressing: The operator works on it; this takes longer than usual.");
    }

    @Test
    void aSlowLookAtAnObjectThatIsWellChangesNothing() {
        settled();
        slow("catalog");
        cluster.setFinalizers(A, "containerconf.de/database", "other/one");
        world.settle();
        assertThat(seen)
                .containsExactly("True Reconciled: Database 'shop' exists and belongs to 'team'.");
        assertThat(cluster.writes()).hasSize(2);
    }

    @Test
    void aSlowRepairIsSaid() {
        settled();
        postgres.removeDatabase("shop");
        slow("createDatabase");
        world.resync();
        assertThat(seen).singleElement().asString().startsWith("False Progressing: This takes");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aSlowDeletionIsSaid() {
        settled();
        slow("dropDatabase");
        cluster.delete(A);
        world.settle();
        assertThat(seen)
                .containsExactly("False Deleting: This takes a while: drop database 'shop'.");
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void aSlowRetryDoesNotHideWhyItWaits() {
        settled();
        postgres.connect("shop", new Session(1, "app", "", null));
        cluster.delete(A);
        world.settle();
        slow("dropDatabase");
        postgres.connect("shop", new Session(2, "app", "", null));
        world.elapse(SessionWatch.REFRESH).lookAtSessions();
        assertThat(seen).singleElement().asString().startsWith("False DatabaseInUse");
    }

    @Test
    void afterThePassNothingIsSaidAnyMore() {
        settled();
        assertThat(world.alarms()).isZero();
        postgres.onCall(call -> {
            throw new DatabaseFailure.Fenced("x");
        });
        cluster.edit(A, new Spec("shop", "other", null));
        world.settle();
        assertThat(world.alarms()).isZero();
    }

    @Test
    void anAlarmThatIsTakenBackTooLateSaysNothing() {
        settled();
        world.fireLateAlarms();
        assertThat(cluster.writes()).hasSize(2);
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aConflictWhileSayingItConverges() {
        slow("createDatabase");
        var conflicts = new int[1];
        cluster.onCall(call -> {
            if (call.startsWith("writeStatus") && conflicts[0]++ == 0) {
                throw new ClusterFailure.Outdated("modified");
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void thePassWaitsForANoticeThatIsJustBeingWritten() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var passEnds = new CountDownLatch(1);
        var first = new int[1];
        cluster.onCall(call -> {
            if (call.startsWith("writeStatus") && first[0]++ == 0) {
                writing.countDown();
                await(passEnds);
            }
        });
        var notice = new Thread[1];
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                notice[0] = Thread.ofVirtual().start(world::fireAlarms);
                await(writing);
                passEnds.countDown();
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        notice[0].join();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(world.passes()).isEqualTo(1); // no 409
        assertThat(cluster.writes()).hasSize(3);
    }

    @Test
    void theAlarmOfTheSystemCallsBack() throws InterruptedException {
        var called = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        var alarm = Notices.Alarm.system();
        alarm.after(Duration.ofMillis(500), cancelled::countDown).run();
        alarm.after(Duration.ofMillis(600), called::countDown);
        called.await();
        assertThat(cancelled.getCount()).isEqualTo(1);
    }

    /// The 2 seconds are over in the middle of that call.
    private void slow(String prefix) {
        postgres.onCall(call -> {
            if (call.startsWith(prefix) && seen.isEmpty()) {
                world.fireAlarms();
                seen.add(world.ready(A));
            }
        });
    }

    private void settled() {
        cluster.create(A, "shop", "team");
        world.settle();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
