package de.containerconf.postgresql.controller;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.controller.fixture.FakeCluster;
import de.containerconf.postgresql.controller.fixture.FakePostgres;
import de.containerconf.postgresql.controller.fixture.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the operator would do is what it does.
class ForecastTest {

    private static final String A = "team/a";
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

    private List<String> forecast() {
        var settings =
                new ControllerSettings(
                        World.CLUSTER,
                        null,
                        false,
                        false,
                        Duration.ofSeconds(30),
                        List.of("database"),
                        World.CREDENTIALS,
                        false,
                        1,
                        1);
        return Forecast.of(settings, postgres, cluster.list()).stream()
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
