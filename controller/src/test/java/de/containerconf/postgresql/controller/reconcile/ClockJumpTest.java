package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody sets the wall clock by hours. What waits, waits by the monotonic clock; the wall clock
/// is for what people read.
class ClockJumpTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void objectsThatAreWellStayAsTheyAre(int hours) {
        cluster.create(A, "shop", "team");
        world.settle().resync();
        var status = cluster.get(A).status();
        var writes = cluster.writes();
        var changes = postgres.changes();

        jump(hours);
        world.resync().resync();
        world.relist();
        world.settle();

        assertThat(cluster.get(A).status()).isEqualTo(status);
        assertThat(cluster.writes()).isEqualTo(writes);
        assertThat(postgres.changes()).isEqualTo(changes);
    }

    /// The time of a transition is written once, however often the reason is found again.
    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void aConditionThatStandsIsNotWrittenAgain(int hours) {
        postgres.putDatabase("shop", "somebody", Comment.NONE);
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("NotOwned");
        var since = transition();
        var writes = cluster.writes();

        jump(hours);
        for (var i = 0; i < 10; i++) {
            cluster.annotate(A, "containerconf.de/reconcile-at", "again " + i);
            world.elapse(Duration.ofSeconds(30)).resync();
        }

        assertThat(transition()).isEqualTo(since);
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void aTransitionAfterAJumpBackIsWrittenOnceAndSettles() {
        cluster.create(A, "shop", "team");
        world.settle();
        jump(-5);
        cluster.edit(A, new Spec("shop", "pg_owner", null));
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Invalid");
        var writes = cluster.writes();

        world.elapse(Duration.ofMinutes(10)).resync().resync();

        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void anOutageIsAsLongAsItIs(int hours) {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.goDown("down");
        world.resync();
        jump(hours);
        world.elapse(Duration.ofMinutes(4)).resync();
        world.elapse(Duration.ofMinutes(1));
        assertThat(world.reason(A)).isEqualTo("Reconciled");

        world.elapse(Duration.ofSeconds(1)).resync();
        world.elapse(Duration.ofMinutes(1));

        assertThat(world.reason(A)).isEqualTo("ServerUnavailable");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void aBackOffIsAsLongAsItIs(int hours) {
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop2", "team");
        postgres.onCall(call -> {
            if (call.startsWith("createDatabase")) {
                throw new IllegalStateException("a bug");
            }
        });
        world.settle();
        for (var i = 0; i < 12; i++) {
            world.elapse(Duration.ofMinutes(5));
        }
        var passes = world.passes();

        jump(hours);
        world.elapse(Duration.ofSeconds(1)).resync();
        assertThat(world.passes()).isEqualTo(passes);

        world.elapse(Duration.ofMinutes(6));
        assertThat(world.passes()).isGreaterThanOrEqualTo(passes + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void whoIsConnectedIsSaidAnewInTime(int hours) {
        var app = new Session(7, "app", "psql", null);
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.connect("shop", app);
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A)).contains("1 session");

        jump(hours);
        postgres.connect("shop", app);
        world.elapse(SessionWatch.INTERVAL).lookAtSessions();
        assertThat(world.ready(A)).contains("1 session");
        world.elapse(SessionWatch.REFRESH).lookAtSessions();
        assertThat(world.ready(A)).contains("2 sessions");
    }

    private void jump(int hours) {
        world.setWallClock(Duration.ofHours(hours));
    }

    private List<Object> transition() {
        return cluster.get(A).status().condition(Condition.READY).stream()
                .<Object>map(Condition::lastTransitionTime)
                .toList();
    }
}
