package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What others change on the server is repaired or explained, within one resync.
class DriftTest {

    private static final String A = "team/a";
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @BeforeEach
    void settled() {
        cluster.create(A, "shop", "team");
        world.settle();
    }

    @Test
    void anotherOwnerIsUndone() {
        postgres.putRole("thief", false);
        postgres.putDatabase("shop", "thief", shop().comment());
        world.resync();
        assertThat(shop().owner()).isEqualTo("team");
        assertThat(world.repaired("owner-changed")).isEqualTo(1);
        assertRepaired();
    }

    @Test
    void aDatabaseThatVanishedIsCreatedAnew() {
        postgres.removeDatabase("shop");
        world.resync();
        assertThat(shop().claimedBy("uid-1")).isTrue();
        assertThat(world.repaired("database-missing")).isEqualTo(1);
        assertThat(world.events(A)).anyMatch(each -> each.startsWith("Warning DatabaseRecreated"));
        assertRepaired();
    }

    @Test
    void aRoleThatVanishedIsCreatedAnew() {
        postgres.putDatabase("shop", "postgres", shop().comment());
        postgres.removeRole("team");
        world.resync();
        assertThat(shop().owner()).isEqualTo("team");
        assertThat(world.repaired("role-missing")).isEqualTo(1);
        assertThat(world.repaired("owner-changed")).isEqualTo(1);
        assertRepaired();
    }

    @Test
    void aDropThatWasInterruptedIsFinishedAndTheDatabaseCreatedAnew() {
        var before = shop();
        postgres.put(
                new DatabaseState(
                        before.oid(), "shop", "team", before.comment(), before.template(), true));
        world.resync();
        assertThat(shop().broken()).isFalse();
        assertThat(world.repaired("database-broken")).isEqualTo(1);
        assertRepaired();
    }

    @Test
    void aDatabaseThatWasRenamedIsExplained() {
        postgres.rename("shop", "boutique");
        world.resync();
        assertExplained("Drifted", "is now called 'boutique'");
        postgres.rename("boutique", "shop");
        world.resync();
        assertRepaired();
    }

    @Test
    void aClaimThatWasRemovedIsExplained() {
        postgres.putDatabase("shop", "team", new Comment("mine now"));
        world.resync();
        assertExplained(
                "NotOwned",
                "no longer has the claim of this object, so it is not touched any more: somebody"
                        + " replaced its comment, or the whole database. To take it over as it is, set"
                        + " spec.adoptionPolicy: Adopt.");
        assertThat(shop().comment().text()).isEqualTo("mine now");
    }

    @Test
    void aClaimThatWasRemovedIsSetAgainIfAdoptionIsWanted() {
        cluster.edit(A, new Spec("shop", "team", null, null, "Adopt", null));
        world.settle();
        postgres.putDatabase("shop", "team", new Comment("mine now"));
        world.resync();
        assertThat(shop().comment().text()).startsWith("mine now\ncontainerconf.de/claim");
        assertThat(world.repaired("claim-removed")).isEqualTo(1);
        assertRepaired();
    }

    @Test
    void aClaimOfSomebodyElseIsExplained() {
        postgres.putDatabase(
                "shop",
                "team",
                new Comment(
                        "containerconf.de/claim v1 cluster=c-9 object=x/y uid=uid-9 origin=created"));
        world.resync();
        assertExplained("ClaimedByOther", "another cluster (c-9): the PostgreSQLConfig x/y");
    }

    @Test
    void aRepairThatFailsIsExplainedUntilItSucceeds() {
        postgres.putRole("thief", false);
        postgres.putDatabase("shop", "thief", shop().comment());
        postgres.onCall(call -> {
            if (call.startsWith("changeOwner")) {
                throw new DatabaseFailure.Denied("No.", "GRANT it;", null);
            }
        });
        world.resync();
        assertExplained("PermissionDenied", "GRANT it;");
        assertThat(world.repaired("owner-changed")).isZero();
        postgres.onCall(call -> {});
        world.elapse(Failures.DENIED_RETRY);
        assertThat(world.repaired("owner-changed")).isEqualTo(1);
        assertRepaired();
    }

    @Test
    void whatTheObjectAsksForIsNoDrift() {
        cluster.edit(A, new Spec("shop", "owner2", null));
        world.settle();
        assertThat(world.repaired("owner-changed")).isZero();
        assertThat(world.repaired("role-missing")).isZero();
        postgres.removeDatabase("shop");
        cluster.delete(A);
        world.settle();
        assertThat(world.repaired("database-missing")).isZero();
    }

    @Test
    void whatNeverWasThereIsNoDrift() {
        postgres.putDatabase("legacy", "team", Comment.NONE);
        cluster.create("team/b", "legacy", "team");
        world.settle();
        assertThat(world.reason("team/b")).isEqualTo("NotOwned");
        assertThat(cluster.get("team/b").status().condition(Condition.DRIFTED)).isEmpty();
    }

    private void assertRepaired() {
        assertThat(world.reason(A)).isEqualTo("Reconciled");
        assertThat(cluster.get(A).status().condition(Condition.DRIFTED)).isEmpty();
        var passes = world.passes();
        world.resync();
        assertThat(world.passes()).isEqualTo(passes);
    }

    private void assertExplained(String reason, String words) {
        assertThat(world.ready(A)).startsWith("False " + reason + ": ").contains(words);
        assertThat(cluster.get(A).status().condition(Condition.DRIFTED))
                .hasValueSatisfying(drifted -> {
                    assertThat(drifted.status()).isEqualTo("True");
                    assertThat(drifted.reason()).isEqualTo(reason);
                    assertThat(drifted.message()).contains(words);
                });
    }

    private DatabaseState shop() {
        return postgres.database("shop").orElseThrow();
    }
}
