package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.controller.fixture.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is told of an object, in the order in which it happens.
class EventsTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "events.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final String KEY = "default/example";

    private final World world = new World();

    @Test
    void creationChangeOfOwnerAndDropAreNormal() {
        create("shop", "team");
        world.cluster().edit(KEY, new Spec("shop", "others", null));
        world.settle();
        world.cluster().delete(KEY);
        world.settle();
        assertThat(world.events(KEY))
                .containsExactly(
                        "Normal RoleCreated: Created role 'team'",
                        "Normal DatabaseCreated: Created database 'shop' with owner 'team'",
                        "Normal RoleCreated: Created role 'others'",
                        "Normal OwnerChanged: Changed owner of database 'shop' from 'team' to 'others'",
                        "Normal DatabaseDropped: Dropped database 'shop'",
                        "Normal RoleDropped: Dropped role 'others'");
    }

    @Test
    void aDatabaseThatVanishedIsRecreatedWithAWarning() {
        create("shop", "team");
        world.postgres().removeDatabase("shop");
        world.resync();
        assertThat(world.events(KEY).getLast())
                .isEqualTo(
                        "Warning DatabaseRecreated: Database 'shop' was gone, and was created anew and empty, with owner 'team'");
    }

    @Test
    void aRepairIsAWarning() {
        create("shop", "team");
        var shop = world.postgres().database("shop").orElseThrow();
        world.postgres().putDatabase("shop", "eve", shop.comment());
        world.resync();
        assertThat(world.events(KEY).getLast())
                .isEqualTo(
                        "Warning OwnerChanged: Changed owner of database 'shop' from 'eve' to 'team', to undo a change that was made on the server");
    }

    @Test
    void adoptionAndReleaseAreTold() {
        world.postgres().putRole("team", false);
        world.postgres().putDatabase("shop", "team", Comment.NONE);
        world.cluster().create(KEY, new Spec("shop", "team", null, null, "Adopt", null));
        world.settle();
        world.cluster().delete(KEY);
        world.settle();
        assertThat(world.events(KEY))
                .containsExactly(
                        "Normal DatabaseAdopted: Adopted database 'shop'",
                        "Normal DatabaseReleased: Released database 'shop'");
    }

    @Test
    void anObjectThatIsCreatedAnewResumesItsDatabase() {
        create("shop", "team");
        world.cluster().setFinalizers(KEY);
        world.cluster().delete(KEY);
        create("shop", "team");
        assertThat(world.events(KEY).getLast())
                .isEqualTo(
                        "Normal DatabaseResumed: Resumed database 'shop' of an earlier object of this name");
    }

    @Test
    void aDatabaseThatIsTakenOverIsAWarning() {
        world.cluster().create("default/old", "shop", "team");
        world.settle();
        var uid = world.cluster().get("default/old").uid();
        world.cluster().setFinalizers("default/old");
        world.cluster().delete("default/old");
        world.cluster().create(KEY, "shop", "team");
        world.cluster().annotate(KEY, PostgreSQLConfig.TAKE_OVER_FROM, uid);
        world.settle();
        assertThat(world.events(KEY))
                .containsExactly(
                        "Warning DatabaseTakenOver: Took database 'shop' over from the PostgreSQLConfig default/old (uid %s, cluster c-1)"
                                .formatted(uid));
    }

    @Test
    void sessionsThatWereEndedAreNamed() {
        create("shop", "team");
        world.postgres().connect("shop", new Session(7, "app", "psql", "10.0.0.1"));
        world.cluster().edit(KEY, new Spec("shop", "team", null, "Terminate", null, null));
        world.cluster().delete(KEY);
        world.settle();
        assertThat(world.events(KEY))
                .endsWith(
                        "Normal SessionsTerminated: Ended 1 session: app (psql) from 10.0.0.1 in database 'shop'",
                        "Normal DatabaseDropped: Dropped database 'shop'",
                        "Normal RoleDropped: Dropped role 'team'");
    }

    @Test
    void whatADeletionLeavesIsTold() {
        create("shop", "team");
        world.postgres().putDatabase("shop", "team", Comment.NONE);
        world.cluster().delete(KEY);
        world.settle();
        assertThat(world.events(KEY))
                .endsWith(
                        "Normal DatabaseKept: Database 'shop' has no claim of this object, and stays",
                        "Normal RoleKept: Role 'team' stays: database 'shop' belongs to it");
    }

    @Test
    void anAbandonedDatabaseIsAWarning() {
        create("shop", "team");
        world.cluster().annotate(KEY, PostgreSQLConfig.ABANDON, "shop");
        world.cluster().delete(KEY);
        world.settle();
        assertThat(world.events(KEY).getLast())
                .startsWith("Warning DatabaseAbandoned: ")
                .contains("'shop'");
    }

    @Test
    void aFinalizerThatIsPutBackIsAWarning() {
        create("shop", "team");
        world.cluster().setFinalizers(KEY);
        world.settle();
        assertThat(world.events(KEY).getLast())
                .startsWith("Warning FinalizerRestored: ")
                .contains("kubectl replace");
    }

    @Test
    void whatBlocksIsToldOnceThoughItIsTriedOften() {
        world.postgres().putRole("team", false);
        world.postgres().putDatabase("shop", "team", Comment.NONE);
        create("shop", "team");
        world.resync();
        world.cluster().annotate(KEY, "look", "again");
        world.settle();
        assertThat(world.events(KEY))
                .singleElement()
                .asString()
                .startsWith("Warning NotOwned: Database 'shop' exists already");
    }

    @Test
    void aDeletionThatWaitsIsAWarningThoughTheOperatorGoesOnByItself() {
        create("shop", "team");
        world.postgres().connect("shop", new Session(7, "app", "psql", null));
        world.cluster().delete(KEY);
        world.settle();
        world.postgres().connect("shop", new Session(8, "app", "psql", null));
        world.elapse(SessionWatch.REFRESH).lookAtSessions();
        assertThat(world.ready(KEY)).contains("2 sessions");
        assertThat(world.events(KEY))
                .filteredOn(each -> each.startsWith("Warning DatabaseInUse: "))
                .hasSize(1);
    }

    @Test
    void aPauseIsNoMisfortune() {
        create("shop", "team");
        world.cluster().annotate(KEY, PostgreSQLConfig.PAUSED, "true");
        world.settle();
        assertThat(world.events(KEY).getLast()).startsWith("Normal Paused: ");
    }

    @Test
    void anEffectThatFailedIsNotTold() {
        world.postgres()
                .onCall(call -> {
                    if (call.startsWith("createDatabase")) {
                        throw new DatabaseFailure.Invalid("No.", null);
                    }
                });
        create("shop", "team");
        assertThat(world.events(KEY))
                .containsExactly("Normal RoleCreated: Created role 'team'", "Warning Failed: No.");
    }

    @Test
    void thePageListsEveryReason() throws IOException {
        assertThat(ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group(1)))
                .containsExactly(
                        Arrays.stream(EventReason.values())
                                .map(EventReason::word)
                                .toArray(String[]::new));
    }

    private void create(String database, String owner) {
        world.cluster().create(KEY, database, owner);
        world.settle();
    }
}
