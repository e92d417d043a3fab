package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The server, the API server or a right is missing for a while.
class OutageTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void anObjectWithPendingWorkSaysAtOnceThatTheServerIsDown() {
        postgres.goDown("Connection to db:5432 refused.");
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo("False ServerUnavailable: Connection to db:5432 refused.");
        assertThat(cluster.get(A).held()).isTrue();
    }

    @Test
    void theObjectsDoNotTryAServerThatIsDown() {
        postgres.goDown("down");
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop2", "team");
        world.settle();
        var calls = postgres.calls();
        world.elapse(Duration.ofMinutes(6)).resync();
        assertThat(postgres.calls()).isEqualTo(calls);
        assertThat(world.reason(B)).isEqualTo("ServerUnavailable");
    }

    @Test
    void theReturnOfTheServerWakesTheObjects() {
        postgres.goDown("down");
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.comeBack();
        world.settle();
        assertThat(world.reason(A)).isEqualTo("ServerUnavailable");
        world.probe();
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aReturnDuringAPassIsNotMissed() {
        postgres.goDown("down");
        cluster.create(A, "shop", "team");
        cluster.onCall(call -> {
            if (call.startsWith("writeStatus") && world.passes() == 1) {
                postgres.comeBack();
                world.probe();
            }
        });
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void whoWantsNothingIsToldOfAnOutageAfterFiveMinutes() {
        settled();
        postgres.goDown("down");
        world.resync().resync();
        world.elapse(Duration.ofMinutes(5)).resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        world.elapse(Duration.ofSeconds(1)).resync();
        world.elapse(Duration.ofMinutes(1));
        assertThat(world.reason(A)).isEqualTo("ServerUnavailable");
        postgres.comeBack();
        world.probe();
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void deletionGoesOnAfterAnOutage() {
        settled();
        postgres.goDown("down");
        cluster.delete(A);
        world.settle();
        assertThat(world.reason(A)).isEqualTo("ServerUnavailable");
        postgres.comeBack();
        world.probe();
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
    }

    @Test
    void aMissingRightIsSaidWithItsRemedyAndTriedEveryMinute() {
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                throw new DatabaseFailure.Denied(
                        "The login may not create databases.", "ALTER ROLE ops CREATEDB;", null);
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False PermissionDenied: The login may not create databases. An"
                                + " administrator of the server must run: ALTER ROLE ops CREATEDB;");
        var calls = postgres.calls().size();
        world.resync(); // does not shorten the wait
        assertThat(postgres.calls()).hasSize(calls + 1);
        postgres.onCall(call -> {});
        world.elapse(Duration.ofSeconds(60));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aRefusalOfTheServerBacksOffUpToFiveMinutes() {
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                throw new DatabaseFailure.Invalid("encoding mismatch", null);
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A)).isEqualTo("False Failed: encoding mismatch");
        assertThat(world.next(A)).isEqualTo(new Next.BackOff(Duration.ofMinutes(5)));
        var writes = cluster.writes();
        world.elapse(Duration.ofSeconds(1)).elapse(Duration.ofSeconds(1));
        assertThat(world.passes()).isGreaterThan(2);
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void anApiThatIsAwayCostsNothingButTime() {
        cluster.create(A, "shop", "team");
        cluster.onCall(call -> {
            throw new ClusterFailure.Unavailable("away", null, null);
        });
        world.settle();
        assertThat(world.next(A))
                .isEqualTo(new Next.Unreachable("away", new Next.BackOff(Duration.ofSeconds(5))));
        assertThat(postgres.changes()).isEmpty();
        cluster.onCall(call -> {});
        world.elapse(Duration.ofSeconds(5));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void theApiServersWishToWaitIsObeyed() {
        cluster.create(A, "shop", "team");
        cluster.onCall(call -> {
            throw new ClusterFailure.Unavailable("busy", Duration.ofSeconds(17), null);
        });
        world.settle();
        assertThat(world.next(A))
                .isEqualTo(new Next.Unreachable("busy", new Next.After(Duration.ofSeconds(17))));
    }

    @Test
    void everyFailureOfEveryRequestIsSurvived() {
        for (var failure :
                List.of(
                        new ClusterFailure.Outdated("x"),
                        new ClusterFailure.Denied("x"),
                        new ClusterFailure.Refused("x"),
                        new ClusterFailure.Unavailable("x", null, null),
                        new IllegalStateException("x"))) {
            for (var request : List.of("addFinalizer", "writeStatus", "read", "removeFinalizer")) {
                var fresh = new World();
                var failed = new boolean[1];
                fresh.cluster()
                        .onCall(call -> {
                            if (call.startsWith(request) && !failed[0]) {
                                failed[0] = true;
                                throw failure;
                            }
                        });
                fresh.cluster().create(A, "shop", "team");
                fresh.settle().elapse(Duration.ofSeconds(1));
                assertThat(fresh.reason(A)).as("%s %s", request, failure).isEqualTo("Reconciled");
                fresh.cluster().edit(A, new Spec("shop", "successor", null));
                fresh.settle().elapse(Duration.ofSeconds(1)).elapse(Duration.ofMinutes(1));
                assertThat(fresh.postgres().role("successor")).as(request).isPresent();
                fresh.cluster().delete(A);
                fresh.settle().elapse(Duration.ofSeconds(1)).elapse(Duration.ofMinutes(1));
                assertThat(failed[0]).as(request).isTrue();
                assertThat(fresh.cluster().exists(A)).as("%s %s", request, failure).isFalse();
                assertThat(fresh.postgres().databases()).isEmpty();
            }
        }
    }

    @Test
    void aStopOfTheOperatorIsNoStateOfTheObject() {
        cluster.create(A, "shop", "team");
        postgres.onCall(call -> {
            if (call.startsWith("create")) {
                throw new DatabaseFailure.Fenced("the operator is stopping");
            }
        });
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Pending");
    }

    @Test
    void whileTheKindGoesNothingIsDroppedUnasked() {
        settled();
        cluster.create(B, new Spec("shop2", "team", "Delete"));
        cluster.create("team/c", new Spec("shop3", "team", "Retain"));
        world.settle();
        cluster.setTerminating(true);
        cluster.delete(A);
        cluster.delete(B);
        cluster.delete("team/c");
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Deleting: The CustomResourceDefinition itself is being deleted, which"
                                + " would drop every database at once. Set spec.deletionPolicy of"
                                + " this object to Delete or Retain to say that it is meant.");
        assertThat(postgres.databases()).containsExactlyInAnyOrder("shop", "shop3");
        cluster.edit(A, new Spec("shop", "team", "Delete"));
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).containsExactly("shop3");
    }

    @Test
    void anObjectWithoutADatabaseDoesNotHoldTheKindUp() {
        settled();
        postgres.removeDatabase("shop");
        cluster.setTerminating(true);
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void whetherTheKindGoesMustBeKnownBeforeADrop() {
        settled();
        cluster.onCall(call -> {
            if (call.equals("read kind")) {
                throw new ClusterFailure.Denied("customresourcedefinitions is forbidden");
            }
        });
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Deleting: The operator cannot see whether the"
                                + " CustomResourceDefinition itself is being deleted, which would"
                                + " drop every database at once. Set spec.deletionPolicy of this"
                                + " object to Delete or Retain to say that it is meant.");
        cluster.onCall(call -> {});
        world.resync();
        assertThat(cluster.exists(A)).isFalse();
    }

    private void settled() {
        cluster.create(A, "shop", "team");
        world.settle();
    }
}
