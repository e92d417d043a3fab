package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import org.junit.jupiter.api.Test;

/// Databases change hands only when somebody says so.
class OwnershipTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void anExistingDatabaseIsAdoptedWhenTheObjectSaysSo() {
        postgres.putDatabase("shop", "old", new Comment("crown jewels"));
        cluster.create(A, new Spec("shop", "team", null, null, "Adopt", null));

        world.settle().resync();

        assertThat(world.reason(A)).isEqualTo("Reconciled");
        var shop = postgres.database("shop").orElseThrow();
        assertThat(shop.owner()).isEqualTo("team");
        assertThat(shop.comment().text()).startsWith("crown jewels\n").contains("origin=adopted");
    }

    @Test
    void anAdoptedDatabaseStaysWhenItsObjectGoes() {
        postgres.putDatabase("shop", "old", new Comment("crown jewels"));
        cluster.create(A, new Spec("shop", "team", null, null, "Adopt", null));
        world.settle();

        cluster.delete(A);
        world.settle();

        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop").orElseThrow().comment())
                .isEqualTo(new Comment("crown jewels"));
    }

    @Test
    void anObjectThatIsCreatedAnewResumesItsDatabase() {
        cluster.create(A, "shop", "team");
        world.settle();
        var before = postgres.database("shop").orElseThrow();
        vanish(A);
        world.settle();

        cluster.create(A, "shop", "team");
        world.settle().resync();

        var after = postgres.database("shop").orElseThrow();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(after.oid()).isEqualTo(before.oid());
        assertThat(after.claimedBy(cluster.get(A).uid())).isTrue();
    }

    @Test
    void aClaimIsTakenOverFromAnObjectThatIsGone() {
        cluster.create(B, "shop", "team");
        world.settle();
        var uid = cluster.get(B).uid();
        vanish(B);
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("ClaimedByOther");
        assertThat(world.ready(A)).contains(uid);

        cluster.annotate(A, PostgreSQLConfig.TAKE_OVER_FROM, uid);
        world.settle().resync();

        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aClaimIsNotTakenOverFromAnObjectThatLives() {
        cluster.create(B, "books", "others");
        world.settle();
        postgres.rename("books", "shop");
        cluster.create(A, "shop", "team");
        cluster.annotate(A, PostgreSQLConfig.TAKE_OVER_FROM, cluster.get(B).uid());
        world.settle().resync();

        assertThat(world.ready(A))
                .contains("ClaimedByOther", "is without effect while that object is there");
        var shop = postgres.database("shop").orElseThrow();
        assertThat(shop.owner()).isEqualTo("others");
        assertThat(shop.claimedBy(cluster.get(B).uid())).isTrue();
    }

    @Test
    void nothingHappensToAPausedObjectNotEvenDeletion() {
        cluster.create(A, "shop", "team");
        cluster.annotate(A, PostgreSQLConfig.PAUSED, "true");
        world.settle().resync();
        assertThat(world.reason(A)).isEqualTo("Paused");
        assertThat(postgres.changes()).isEmpty();

        cluster.annotate(A, PostgreSQLConfig.PAUSED, "false");
        world.settle();
        assertThat(world.reason(A)).isEqualTo("Reconciled");

        cluster.annotate(A, PostgreSQLConfig.PAUSED, "true");
        cluster.delete(A);
        world.settle().resync();
        assertThat(cluster.exists(A)).isTrue();
        assertThat(postgres.database("shop")).isPresent();

        cluster.annotate(A, PostgreSQLConfig.PAUSED, "false");
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop")).isEmpty();
    }

    @Test
    void anAbandonedObjectGoesWithoutTheServer() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.goDown("gone for good");
        cluster.delete(A);
        world.settle();
        assertThat(cluster.exists(A)).isTrue();

        cluster.annotate(A, PostgreSQLConfig.ABANDON, "another");
        world.settle();
        assertThat(cluster.exists(A)).isTrue();

        cluster.annotate(A, PostgreSQLConfig.ABANDON, "shop");
        world.settle();
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop")).isPresent();
    }

    @Test
    void sessionsAreEndedWhenTheObjectSaysSoEvenLate() {
        cluster.create(A, "shop", "team");
        world.settle();
        postgres.connect("shop", new Session(1, "app", "", null));
        cluster.delete(A);
        world.settle();
        assertThat(world.reason(A)).isEqualTo("DatabaseInUse");

        cluster.edit(A, new Spec("shop", "team", null, "Terminate", null, null));
        world.settle();

        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.database("shop")).isEmpty();
    }

    /// As a restored cluster has it, or a finalizer that somebody removed.
    private void vanish(String key) {
        cluster.setFinalizers(key);
        cluster.delete(key);
        world.settle();
    }
}
