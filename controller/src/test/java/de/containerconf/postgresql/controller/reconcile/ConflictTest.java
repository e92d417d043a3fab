package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several want the same, or it is somebody else's.
class ConflictTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the crown jewels",
                "containerconf.de/claim v1 cluster=c-2 object=team/a uid=uid-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=team/b uid=uid-0 origin=created",
                "containerconf.de/claim v2 cluster=c-1 object=team/a uid=uid-1 origin=created",
                "containerconf.de/claim v1 cluster=c-1 object=team/a uid=uid-1 origin=created\n"
                        + "containerconf.de/claim v1 cluster=c-1 object=team/a uid=uid-1 origin=created"
            })
    void aDatabaseThatIsNotOursIsNeverTouched(String comment) {
        var foreign = postgres.putDatabase("shop", "stranger", new Comment(comment));
        cluster.create(A, "shop", "team");
        world.settle().resync();
        assertThat(world.reason(A)).isIn("NotOwned", "ClaimedByOther");
        cluster.edit(A, new Spec("shop", "owner2", "Delete"));
        world.settle().resync();
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.changes()).isEmpty();
        assertThat(postgres.database("shop")).contains(foreign);
        assertThat(postgres.role("team")).isEmpty();
    }

    @Test
    void theResyncSeesThatABlockerIsGone() {
        postgres.putDatabase("shop", "stranger", Comment.NONE);
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("NotOwned");
        var passes = world.passes();
        world.resync();
        assertThat(world.passes()).isEqualTo(passes);
        postgres.removeDatabase("shop");
        world.resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void theResyncSeesThatAnotherBlockerCameInItsPlace() {
        postgres.putDatabase(
                "shop",
                "x",
                new Comment(
                        "containerconf.de/claim v1 cluster=c-2 object=n/x uid=u origin=created"));
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A))
                .contains("another cluster (c-2): the PostgreSQLConfig n/x (uid u)");
        postgres.putDatabase(
                "shop",
                "x",
                new Comment(
                        "containerconf.de/claim v1 cluster=c-2 object=n/y uid=v origin=created"));
        world.resync();
        assertThat(world.ready(A)).contains("PostgreSQLConfig n/y (uid v)");
        var passes = world.passes();
        world.resync();
        assertThat(world.passes()).isEqualTo(passes);
    }

    @Test
    void ofTwoObjectsForOneDatabaseTheOlderWins() {
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop", "other");
        world.settle().resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(world.ready(B))
                .isEqualTo(
                        "False Duplicate: The PostgreSQLConfig team/a names the same database and"
                                + " holds it. Delete one of the two objects; the database stays when"
                                + " it is this one.");
        assertThat(postgres.changes()).containsExactly("createRole team", "createDatabase shop");
    }

    @Test
    void theLosersDeletionTouchesNothing() {
        cluster.create(A, "shop", "team");
        cluster.create(B, new Spec("shop", "other", "Delete"));
        world.settle();
        var before = postgres.database("shop").orElseThrow();
        cluster.delete(B);
        world.settle().resync();
        assertThat(cluster.exists(B)).isFalse();
        assertThat(postgres.database("shop")).contains(before);
    }

    @Test
    void theLoserGoesOnWhenTheWinnerIsGone() {
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop", "other");
        world.settle();
        postgres.connect("shop", new Session(1, "app", "", null));
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(B))
                .isEqualTo(
                        "False Duplicate: The PostgreSQLConfig team/a holds the database and is"
                                + " being deleted. It goes on here when that is over.");
        postgres.disconnect("shop");
        world.lookAtSessions();
        assertThat(world.reason(B)).isEqualTo("Reconciled");
        assertThat(postgres.database("shop").orElseThrow().owner()).isEqualTo("other");
        assertThat(postgres.database("shop").orElseThrow().claimedBy("uid-2")).isTrue();
    }

    @Test
    void theHolderStaysTheWinnerThoughAnOlderObjectComesBack() {
        cluster.create(B, new Spec("other", "team", null));
        cluster.create(A, "shop", "team");
        world.settle();
        cluster.edit(B, new Spec("shop", "team", null)); // an old CRD lets the name change
        world.settle();
        assertThat(world.reason(B)).isEqualTo("Duplicate");
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.databases()).containsExactlyInAnyOrder("shop", "other");
    }

    @Test
    void anObjectThatIsRecreatedWhileItsDeletionWaitedKeepsItsDatabase() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.connect("shop", new Session(1, "app", "", null));
        cluster.delete(A);
        world.settle();
        cluster.setFinalizers(A); // by hand, while the deletion waits
        cluster.create(A, "shop", "stranger");
        world.settle();
        assertThat(world.ready(A))
                .startsWith("False ClaimedByOther: Database 'shop' still belongs to an earlier")
                .contains("its owner is 'team'");

        cluster.edit(A, new Spec("shop", "team", null));
        world.settle();

        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.database("shop").orElseThrow().claimedBy("uid-2")).isTrue();
    }

    @Test
    void aRenamedDatabaseIsNotReplacedByAnEmptyOne() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.rename("shop", "shop_old");
        world.resync();
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Drifted: The database of this object is now called 'shop_old'. An"
                                + " administrator of the server must rename it back: ALTER DATABASE"
                                + " \"shop_old\" RENAME TO \"shop\";");
        assertThat(postgres.databases()).containsExactly("shop_old");
        postgres.rename("shop_old", "shop");
        world.resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aPrivilegedRoleIsNoOwner() {
        postgres.putRole("boss", true);
        cluster.create(A, "shop", "boss");
        world.settle();
        assertThat(world.ready(A)).startsWith("False Invalid: spec.owner must not be 'boss'");
        postgres.putRole("boss", false);
        world.resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(postgres.role("boss").orElseThrow().comment()).isEqualTo(Comment.NONE);
    }

    @Test
    void aDatabaseWhoseDropWasInterruptedIsMadeAnew() {
        cluster.create(A, "shop", "team");
        world.settle();
        var before = postgres.database("shop").orElseThrow();
        postgres.put(
                new DatabaseState(before.oid(), "shop", "team", before.comment(), false, true));
        world.resync();
        var after = postgres.database("shop").orElseThrow();
        assertThat(after.broken()).isFalse();
        assertThat(after.oid()).isNotEqualTo(before.oid());
    }
}
