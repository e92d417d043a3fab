package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import de.containerconf.postgresql.controller.fixture.World;
import de.containerconf.postgresql.controller.queue.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Resources of third parties beside the built-in one.
class PluginTest {

    private static final String A = "team/a";
    private static final String B = "team/b";
    private final FakeCluster cluster = new FakeCluster();
    private final FakePostgres postgres = new FakePostgres();
    private final List<String> log = new ArrayList<>();
    private Function<PostgreSQLConfig, Outcome> create = object -> Outcome.done();
    private Function<PostgreSQLConfig, Outcome> delete = object -> Outcome.done();
    private final World world =
            new World(
                    cluster,
                    postgres,
                    new ManualClock(),
                    database -> Stream.of(database, new Plugin()));

    @Test
    void resourcesRunInOrderAndBackwardsOnDeletion() {
        postgres.onCall(call -> {
            if (!call.startsWith("catalog")) {
                log.add(call);
            }
        });
        cluster.create(A, "shop", "team");
        world.settle();
        cluster.delete(A);
        world.settle();
        assertThat(log)
                .containsExactly(
                        "createRole team",
                        "createDatabase shop",
                        "create a",
                        "delete a",
                        "dropDatabase shop",
                        "dropRole team");
    }

    @Test
    void aResourceRunsOnlyWhenTheOneBeforeIsDone() {
        postgres.goDown("down");
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(log).isEmpty();
    }

    @Test
    void theDatabaseStaysUntilTheOneAfterItIsGone() {
        cluster.create(A, "shop", "team");
        world.settle();
        delete =
                object ->
                        new Outcome.Waiting(Reason.DELETING, "Backing up.", Duration.ofSeconds(20));
        cluster.delete(A);
        world.settle();
        assertThat(world.ready(A)).isEqualTo("False Deleting: Backing up.");
        assertThat(postgres.databases()).containsExactly("shop");
        delete = object -> Outcome.done();
        world.elapse(Duration.ofSeconds(20));
        assertThat(cluster.exists(A)).isFalse();
        assertThat(postgres.databases()).isEmpty();
    }

    @Test
    void anExceptionHurtsOnlyItsObject() {
        create =
                object -> {
                    if (object.key().name().equals("a")) {
                        throw new IllegalStateException("password=secret");
                    }
                    return Outcome.done();
                };
        cluster.create(A, "shop", "team");
        cluster.create(B, "shop2", "team");
        world.settle();
        assertThat(world.reason(B)).isEqualTo("Reconciled");
        assertThat(world.ready(A))
                .isEqualTo(
                        "False Failed: Unexpected IllegalStateException; the operator's log has the"
                                + " details.");
        assertThat(world.next(A)).isEqualTo(new Next.BackOff(Duration.ofMinutes(5)));
        create = object -> Outcome.done();
        world.elapse(Duration.ofSeconds(1));
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aClassThatIsMissingHurtsOnlyItsObject() {
        create =
                object -> {
                    throw new NoClassDefFoundError("com/example/Missing");
                };
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A)).startsWith("False Failed: Unexpected NoClassDefFoundError");
        assertThat(postgres.databases()).containsExactly("shop");
    }

    @Test
    @SuppressWarnings("NullAway") // what a plug-in may do all the same
    void noOutcomeIsAFailure() {
        create = object -> null;
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A)).startsWith("False Failed: Unexpected NullPointerException");
    }

    @Test
    void zeroRetryAfterLeavesTheWaitToTheOperator() {
        create = object -> new Outcome.Waiting(Reason.PROGRESSING, "Soon.", Duration.ZERO);
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.next(A)).isEqualTo(new Next.BackOff(Duration.ofMinutes(5)));
        assertThat(world.elapse(Duration.ofMillis(1)).passes()).isEqualTo(1);
    }

    @Test
    void aRejectionIsLookedAtAgainByTheResync() {
        create = object -> new Outcome.Rejected(new Reason("NoBackupSpace"), "Buy a disk.");
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(world.ready(A)).isEqualTo("False NoBackupSpace: Buy a disk.");
        create = object -> Outcome.done();
        world.resync();
        assertThat(world.reason(A)).isEqualTo("Reconciled");
    }

    @Test
    void aRejectedDeletionIsLookedAtAgainByTheResync() {
        cluster.create(A, "shop", "team");
        world.settle();
        delete = object -> new Outcome.Rejected(Reason.FAILED, "The backup is locked.");
        cluster.delete(A);
        world.settle().resync();
        assertThat(world.ready(A)).isEqualTo("False Failed: The backup is locked.");
        delete = object -> Outcome.done();
        world.resync();
        assertThat(cluster.exists(A)).isFalse();
    }

    @Test
    void theResyncAsksNoPluginAboutObjectsThatAreWell() {
        cluster.create(A, "shop", "team");
        world.settle().resync().resync();
        assertThat(log).containsExactly("create a");
    }

    private final class Plugin implements Resource {
        @Override
        public Outcome ensureCreated(PostgreSQLConfig object) {
            log.add("create " + object.key().name());
            return create.apply(object);
        }

        @Override
        public Outcome ensureDeleted(PostgreSQLConfig object) {
            log.add("delete " + object.key().name());
            return delete.apply(object);
        }
    }
}
