package de.containerconf.postgresql.controller;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the operator would do is what it does.
class ForecastTest {

    private static final String A = "team/a";
    private static final List<String> ALL = List.of("database", "credentials");
    private final World world = new World();
    private final FakeCluster cluster = world.cluster();
    private final FakePostgres postgres = world.postgres();

    @Test
    void whatIsToBeDoneIsSaidInOrder() {
        cluster.create(A, "shop", "team");
        assertThat(forecast())
                .containsExactly(
                        "team/a: create role 'team'",
                        "team/a: create database 'shop' with owner 'team'");
        assertThat(postgres.changes()).isEmpty();
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void whatIsDoneNeedsNoWords() {
        cluster.create(A, "shop", "team");
        world.settle();
        assertThat(forecast()).isEmpty();
    }

    @Test
    void aDeletionIsSaidWithWhatStays() {
        cluster.create(A, "shop", "team");
        cluster.create("team/b", "other", "team");
        world.settle();
        cluster.delete(A);
        assertThat(forecast())
                .containsExactly(
                        "team/a: drop database 'shop'",
                        "team/a: (role 'team' stays: the PostgreSQLConfig team/b names it too)");
    }

    @Test
    void whatBlocksIsSaidAsInTheStatus() {
        postgres.putDatabase("shop", "team", Comment.NONE);
        cluster.create(A, "shop", "team");
        cluster.create("team/b", "pgc-x", "team");
        var forecast = forecast();
        world.settle();
        assertThat(forecast)
                .containsExactly(
                        "team/a: (%s)".formatted(world.ready(A).substring("False ".length())),
                        "team/b: (%s)"
                                .formatted(world.ready("team/b").substring("False ".length())));
    }

    @Test
    void ofTwoRivalsOneIsToldToWait() {
        cluster.create(A, "shop", "team");
        cluster.create("team/b", "shop", "team");
        assertThat(forecast()).hasSize(3);
        assertThat(forecast().getLast()).startsWith("team/b: (Duplicate: ");
    }

    @Test
    void thoseForWhomNothingIsDoneAreNoChange() {
        cluster.create(A, new Spec("shop", "team", null, null, null, "Observe"));
        cluster.create("team/b", "other", "team");
        cluster.annotate("team/b", PostgreSQLConfig.PAUSED, "true");
        assertThat(forecast())
                .containsExactly(
                        "team/a: (Drifted: Nothing is changed, because of spec.mode: Observe. With Enforce the"
                                + " operator would create role 'team', create database 'shop' with owner"
                                + " 'team'.)",
                        "team/b: (Paused: nothing is done while it is paused.)");
    }

    @Test
    void aLoginIsAnnouncedAndItsReplacementToo() {
        cluster.create(A, withSecret(null));
        assertThat(forecast())
                .containsExactly(
                        "team/a: create role 'team'",
                        "team/a: create database 'shop' with owner 'team'",
                        "team/a: create the login of Secret 'shop-db'");

        world.settle();
        assertThat(forecast()).isEmpty();

        cluster.annotate(A, PostgreSQLConfig.ROTATE_AT, "2001-01-01T00:00:00Z");
        assertThat(forecast()).isEmpty();
        var login = postgres.logins().getFirst();
        cluster.annotate(A, PostgreSQLConfig.ROTATE_AT, world.now().plusSeconds(60).toString());
        assertThat(forecast()).isEmpty();
        assertThat(forecast(ALL, () -> world.now().plusSeconds(60)))
                .containsExactly("team/a: replace the login of Secret 'shop-db'");

        cluster.edit(A, new Spec("shop", "team", null));
        assertThat(forecast()).containsExactly("team/a: drop login '%s'".formatted(login.name()));
    }

    @Test
    void aLoginThatNobodyMayHaveIsRefusedAndTheDatabaseMadeAllTheSame() {
        postgres.putRole("team", false);
        cluster.create(A, withSecret(null));
        cluster.create("team/b", new Spec("other", "nobody", null));
        assertThat(forecast())
                .hasSize(4)
                .startsWith("team/a: create database 'shop' with owner 'team'")
                .anyMatch(each -> each.startsWith("team/a: (OwnerNotAllowed: A login for"));
        assertThat(forecast(List.of("database"), world::now))
                .hasSize(4)
                .anyMatch(each -> each.startsWith("team/a: (CredentialsDisabled: Nobody writes"));
    }

    @Test
    void whoOnlyLooksOnSeesTheLoginToo() {
        cluster.create(A, withSecret("Observe"));
        world.settle();
        assertThat(cluster.get(A).status().drift())
                .containsExactly(
                        "create role 'team'",
                        "create database 'shop' with owner 'team'",
                        "create the login of Secret 'shop-db'");

        cluster.edit(A, withSecret("Enforce"));
        world.settle();
        cluster.edit(A, withSecret("Observe"));
        world.settle();
        assertThat(world.ready(A)).startsWith("True");

        var writes = cluster.secrets().writes();
        cluster.annotate(A, PostgreSQLConfig.ROTATE_AT, world.now().plusSeconds(60).toString());
        world.settle().elapse(Duration.ofMinutes(1)).resync();
        assertThat(cluster.get(A).status().drift())
                .containsExactly("replace the login of Secret 'shop-db'");
        assertThat(cluster.secrets().writes()).isEqualTo(writes);
        assertThat(postgres.logins()).hasSize(1);
    }

    private static Spec withSecret(@Nullable String mode) {
        return new Spec(
                "shop", "team", null, null, null, mode, new ConnectionSecret.Written("shop-db"));
    }

    private List<String> forecast() {
        return forecast(ALL, world::now);
    }

    private List<String> forecast(List<String> resources, InstantSource clock) {
        var settings =
                new ControllerSettings(
                        World.CLUSTER,
                        null,
                        false,
                        false,
                        Duration.ofSeconds(30),
                        resources,
                        World.CREDENTIALS,
                        false,
                        1,
                        1);
        return Forecast.of(settings, postgres, cluster.list(), clock).stream()
                .flatMap(each ->
                        Stream.concat(
                                each.changes().stream()
                                        .map(change -> each.object() + ": " + change),
                                each.remarks().stream()
                                        .map(remark ->
                                                "%s: (%s)".formatted(each.object(), remark))))
                .toList();
    }
}
