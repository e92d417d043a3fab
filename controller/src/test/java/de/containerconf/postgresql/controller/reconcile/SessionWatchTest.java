package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deletions that wait for sessions cost next to nothing, however many they are.
class SessionWatchTest {

    private static final int OBJECTS = 200;
    private static final Session APP = new Session(7, "app", "psql", null);
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void aLookCostsOneStatementHoweverManyWait() {
        busy(OBJECTS);
        var calls = postgres.calls();
        var writes = cluster.writes();
        for (var look = 1; look <= 20; look++) { // a minute
            world.elapse(SessionWatch.INTERVAL).lookAtSessions();
        }
        assertThat(postgres.calls().subList(calls.size(), postgres.calls().size()))
                .hasSize(20)
                .containsOnly("holders");
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void nobodyLooksWhileNobodyWaits() {
        cluster.create("team/a", "shop", "team");
        world.settle();
        var calls = postgres.calls();
        world.lookAtSessions();
        assertThat(postgres.calls()).isEqualTo(calls);
    }

    @Test
    void onlyThoseWhoseSessionsAreGoneGetAPass() {
        busy(OBJECTS);
        var passes = world.passes();
        postgres.disconnect("db3");
        world.lookAtSessions();
        assertThat(cluster.exists("team/o3")).isFalse();
        assertThat(world.passes()).isLessThanOrEqualTo(passes + 2); // and one as it vanishes
        assertThat(cluster.list()).hasSize(OBJECTS - 1);
    }

    @Test
    void whoIsConnectedIsSaidAnewButNotAtEveryChange() {
        busy(1);
        var writes = cluster.writes().size();
        for (var look = 1; look <= 100; look++) { // five minutes, a change each look
            postgres.connect("db0", APP);
            world.elapse(SessionWatch.INTERVAL).lookAtSessions();
        }
        assertThat(world.ready("team/o0")).contains("101 sessions");
        assertThat(cluster.writes().size() - writes).isEqualTo(10);
    }

    @Test
    void anEditDoesNotWaitForALook() {
        busy(1);
        cluster.edit("team/o0", new Spec("db0", "team", null, "Terminate", null, null));
        world.settle();
        assertThat(cluster.list()).isEmpty();
        postgres.disconnect("db0");
        world.lookAtSessions().lookAtSessions();
        assertThat(postgres.calls()).filteredOn("holders"::equals).hasSize(1);
    }

    @Test
    void anOutageIsWaitedOut() {
        busy(2);
        postgres.goDown("down");
        postgres.disconnect("db0");
        world.lookAtSessions();
        assertThat(cluster.list()).hasSize(2);
        postgres.comeBack();
        world.probe();
        world.settle().lookAtSessions();
        assertThat(cluster.list())
                .extracting(each -> each.key().toString())
                .isEqualTo(List.of("team/o1"));
    }

    private void busy(int count) {
        for (var i = 0; i < count; i++) {
            cluster.create("team/o" + i, "db" + i, "team");
        }
        world.settle();
        for (var i = 0; i < count; i++) {
            postgres.connect("db" + i, APP);
            cluster.delete("team/o" + i);
        }
        world.settle();
        assertThat(cluster.list())
                .allMatch(each -> world.reason(each.key().toString()).equals("DatabaseInUse"));
    }
}
