package de.containerconf.postgresql.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.fixture.Kstatus;
import de.containerconf.postgresql.controller.fixture.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every reason, brought about as in real life: the page says of it what others make of it.
class ReasonsTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "reasons.md");

    /// Reason, Ready, also True, kstatus.
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\| ([\\w ]*)\\| (\\w+) \\|");

    private static final String KEY = "default/example";
    private static final Map<String, List<Function<World, PostgreSQLConfig>>> LIVES =
            new TreeMap<>();

    static {
        life("Pending", ReasonsTest::untouched);
        life("Reconciled", ReasonsTest::created);
        life(
                "Progressing",
                world -> {
                    failing(world, new DatabaseFailure.Stale("Changed.", null));
                    return created(world);
                });
        life("Invalid", world -> created(world, new Spec("postgres", "team", null)));
        life(
                "NotOwned",
                world -> {
                    world.postgres().putDatabase("shop", "old", Comment.NONE);
                    return created(world);
                });
        life(
                "ClaimedByOther",
                world -> {
                    var claim =
                            "containerconf.de/claim v1 cluster=c-2 object=a/b uid=u origin=created";
                    world.postgres().putDatabase("shop", "old", new Comment(claim));
                    return created(world);
                });
        life(
                "SecretNotOwned",
                world -> {
                    world.cluster().secrets().put("default/db", "somebody", Map.of());
                    var secret = new ConnectionSecret.Written("db");
                    return created(world, new Spec("shop", "team", null, null, null, null, secret));
                });
        life(
                "OwnerNotAllowed",
                world -> {
                    world.postgres().putRole("team", false);
                    var secret = new ConnectionSecret.Written("db");
                    return created(world, new Spec("shop", "team", null, null, null, null, secret));
                });
        life(
                "CredentialsDisabled",
                world -> {
                    var secret = new ConnectionSecret.Written("db");
                    return created(
                            world.restartWithoutCredentials(),
                            new Spec("shop", "team", null, null, null, null, secret));
                });
        life(
                "Duplicate",
                world -> {
                    world.cluster().create("default/older", "shop", "team");
                    return created(world);
                });
        life(
                "Paused",
                world -> {
                    world.cluster().create(KEY, "shop", "team");
                    world.cluster().annotate(KEY, PostgreSQLConfig.PAUSED, "true");
                    return world.settle().cluster().get(KEY);
                });
        life(
                "Drifted",
                world -> {
                    created(world);
                    world.postgres().rename("shop", "elsewhere");
                    return world.resync().cluster().get(KEY);
                });
        life(
                "PermissionDenied",
                world -> {
                    failing(world, new DatabaseFailure.Denied("No.", "GRANT a TO b;", null));
                    return created(world);
                });
        life(
                "ServerUnavailable",
                world -> {
                    failing(world, new DatabaseFailure.Unavailable("Down.", null));
                    return created(world);
                });
        life(
                "ServerChanged",
                world -> {
                    var before = created(world).status();
                    world.cluster()
                            .setStatus(
                                    KEY,
                                    new Status(
                                            before.observedGeneration(),
                                            before.conditions(),
                                            before.database(),
                                            before.owner(),
                                            before.origin(),
                                            "another"));
                    world.postgres().removeDatabase("shop");
                    return world.resync().cluster().get(KEY);
                });
        life(
                "DatabaseInUse",
                world -> {
                    created(world);
                    world.postgres().connect("shop", new Session(1, "app", "", null));
                    world.cluster().delete(KEY);
                    return world.settle().cluster().get(KEY);
                });
        life(
                "Deleting",
                world -> {
                    created(world);
                    world.cluster().setTerminating(true);
                    world.cluster().delete(KEY);
                    return world.settle().cluster().get(KEY);
                });
        life("Deleting", ReasonsTest::slowlyDeleted);
        life(
                "Failed",
                world -> {
                    failing(world, new DatabaseFailure.Invalid("No.", null));
                    return created(world);
                });
    }

    static Stream<String> reasons() {
        return LIVES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void thePageSaysWhatOthersMakeOfTheReason(String reason) {
        var rows = new ArrayList<String>();
        for (var life : LIVES.getOrDefault(reason, List.of())) {
            var object = life.apply(new World());
            var ready = object.status().condition(Condition.READY).orElseThrow();
            assertThat(ready.reason()).isEqualTo(reason);
            assertThat(ready.message()).isNotEmpty();
            var also =
                    object.status().conditions().stream()
                            .filter(each -> !each.type().equals(Condition.READY))
                            .filter(each -> !each.type().equals(Condition.DRIFTED))
                            .filter(each -> !each.type().equals(Condition.CREDENTIALS_READY))
                            .toList();
            assertThat(also)
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(each -> {
                        assertThat(each.status()).isEqualTo("True");
                        assertThat(each.reason()).isEqualTo(reason);
                        assertThat(each.message()).isEqualTo(ready.message());
                    });
            assertThat(Kstatus.waitEnds(object)).isEqualTo(reason.equals("Reconciled"));
            rows.add(
                    String.join(
                            " | ",
                            ready.status(),
                            also.stream().map(Condition::type).collect(Collectors.joining()),
                            Kstatus.of(object)));
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(page().getOrDefault(reason, List.of()));
    }

    @Test
    void everyReasonThereIsHasItsRowAndItsLife() throws IllegalAccessException {
        var constants = new ArrayList<>(List.of("Pending")); // of the CRD
        for (var field : Reason.class.getFields()) {
            if (field.get(null) instanceof Reason reason) {
                constants.add(reason.value());
            }
        }
        assertThat(LIVES.keySet()).containsExactlyInAnyOrderElementsOf(constants);
        assertThat(page().keySet()).containsExactlyInAnyOrderElementsOf(constants);
    }

    private static void life(String reason, Function<World, PostgreSQLConfig> life) {
        LIVES.computeIfAbsent(reason, _ -> new ArrayList<>()).add(life);
    }

    private static PostgreSQLConfig untouched(World world) {
        return world.cluster().create(KEY, "shop", "team");
    }

    private static PostgreSQLConfig created(World world) {
        return created(world, new Spec("shop", "team", null));
    }

    private static PostgreSQLConfig created(World world, Spec spec) {
        world.cluster().create(KEY, spec);
        return world.settle().cluster().get(KEY);
    }

    /// As it is while the drop is under way.
    private static PostgreSQLConfig slowlyDeleted(World world) {
        created(world);
        var seen = new ArrayList<PostgreSQLConfig>();
        world.postgres()
                .onCall(call -> {
                    if (call.startsWith("dropDatabase")) {
                        world.fireAlarms();
                        seen.add(world.cluster().get(KEY));
                    }
                });
        world.cluster().delete(KEY);
        world.settle();
        return seen.getFirst();
    }

    private static void failing(World world, DatabaseFailure failure) {
        world.postgres()
                .onCall(call -> {
                    if (call.startsWith("createDatabase")) {
                        throw failure;
                    }
                });
    }

    /// By reason `<Ready> | <also> | <kstatus>`, one for each of several that can be true also.
    private static Map<String, List<String>> page() {
        try {
            return ROW.matcher(Files.readString(PAGE))
                    .results()
                    .collect(
                            Collectors.toMap(
                                    row -> row.group(1),
                                    row ->
                                            Arrays.stream(row.group(3).strip().split(" or "))
                                                    .map(also ->
                                                            String.join(
                                                                    " | ",
                                                                    row.group(2),
                                                                    also,
                                                                    row.group(4)))
                                                    .toList()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
