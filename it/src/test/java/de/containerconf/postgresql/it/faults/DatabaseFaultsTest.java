package de.containerconf.postgresql.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an object says while its server fails in one way, and that it goes on within ten seconds of
/// the end; connections stay few.
@ExtendWith(PostgresExtension.class)
class DatabaseFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(25);
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final int SPARE = 1_000_000;
    private static final String OWNERS =
            "SELECT rolname FROM pg_database JOIN pg_roles owner ON owner.oid = datdba";
    private static final AtomicInteger WORLDS = new AtomicInteger();

    /// A fault, and what the objects say while it lasts.
    private record Fault(Consumer<World> begin, String words) {}

    private static final Map<String, Fault> FAULTS =
            Map.of(
                    "refused",
                    new Fault(world -> world.proxy().refuse(), "refuses connections"),
                    "no answer",
                    new Fault(world -> world.proxy().blackHole(), "does not answer"),
                    "too many connections",
                    new Fault(world -> world.connectionLimit(0), "has too many connections"),
                    "read-only",
                    new Fault(world -> world.readOnly(true), "is read-only at present"),
                    "wrong password",
                    new Fault(World::wrongPassword, "rejects the password"),
                    "nothing behind",
                    new Fault(
                            world -> world.proxy().retarget(1),
                            "ends connections while they begin"));

    private static final Set<String> USUAL = Set.of("refused", "read-only");

    static Stream<Arguments> faults() {
        return FAULTS.keySet().stream()
                .filter(name -> FullCounts.wanted() || USUAL.contains(name))
                .sorted()
                .map(Arguments::of);
    }

    private static World world(PostgresServer postgres) {
        var world = new World("f" + WORLDS.incrementAndGet(), "watch", true, postgres);
        world.create("before", "f_owner", "Delete");
        awaitSettled(world, SOON);
        return world;
    }

    private static void awaitSettled(World world, Duration limit) {
        await().atMost(limit).untilAsserted(() -> assertThat(world.differences()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldAndItsEndIsFound(String name, PostgresServer postgres) {
        var fault = Objects.requireNonNull(FAULTS.get(name));
        try (var world = world(postgres)) {
            fault.begin().accept(world);
            world.create("meanwhile", "f_owner", "Delete");
            world.edit("before", "f_other", "Delete");

            await().atMost(SOON)
                    .untilAsserted(() -> {
                        for (var each : List.of("meanwhile", "before")) {
                            assertThat(world.ready(each))
                                    .contains("|ServerUnavailable|")
                                    .contains(fault.words());
                        }
                    });
            assertThat(world.operator().alive()).isTrue();

            world.proxy().retarget(postgres.port());
            world.heal();
            awaitSettled(world, RECOVERY);
            assertThat(world.proxy().mostConnections())
                    .isLessThanOrEqualTo(AssembledOperator.MOST_CONNECTIONS);
        }
    }

    @Test
    void aSlowServerIsNoFault(PostgresServer postgres) {
        try (var world = world(postgres)) {
            world.proxy().slow(Duration.ofMillis(100));
            world.create("meanwhile", "f_owner", "Delete");
            awaitSettled(world, SOON);
        }
    }

    /// The answer to the look, the role, the database or what publishes it, in turn, unless a
    /// resync asks between them.
    @Test
    void lostAnswersLeaveNothingHalfDone(PostgresServer postgres) {
        try (var world = world(postgres)) {
            for (var i = 0; i < FullCounts.of(10, 50); i++) {
                world.proxy().cutInsteadOfAnswer(1 + i % 4);
                world.create("lost-" + i, "f_owner_" + i, "Delete");
                await().atMost(SOON).until(() -> !world.proxy().willCut());
                awaitSettled(world, SOON);
            }
        }
    }

    /// Nothing is made anew on a server that may be the wrong one.
    @Test
    void anEmptyServerInItsPlaceIsAskedAbout(
            PostgresServer postgres, @Dedicated PostgresServer other) {
        try (var world = world(postgres)) {
            world.copyLogin(other);
            world.proxy().retarget(other.port());

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(world.ready("before")).contains("False|ServerChanged|"));
            assertThat(other.query("SELECT datname FROM pg_database WHERE NOT datistemplate"))
                    .containsExactly("postgres");

            world.proxy().retarget(postgres.port());
            awaitSettled(world, SOON);
        }
    }

    /// Who needs no room is not disturbed. The template is on a file system that has no room for a
    /// second database: the copy begins with one block of each file, and takes the others when they
    /// are written back.
    @Test
    void aFullDiskIsToldAndRoomIsFound(@Dedicated PostgresServer postgres, @TempDir Path folder)
            throws Exception {
        var size =
                Long.parseLong(postgres.query("SELECT pg_database_size('template1')").getFirst());
        var options = "size=%d,mode=0777".formatted(size + SPARE);
        assumeTrue(
                done("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()),
                "only root can mount a small file system");
        try {
            postgres.execute("COPY (SELECT 1) TO PROGRAM 'mkdir %s/space'".formatted(folder));
            postgres.execute("CREATE TABLESPACE tiny LOCATION '%s/space'".formatted(folder));
            try (var world = world(postgres)) {
                postgres.execute("GRANT CREATE ON TABLESPACE tiny TO PUBLIC");
                postgres.execute("ALTER DATABASE template1 SET TABLESPACE tiny");
                world.create("meanwhile", "f_owner", "Delete");

                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(world.ready("meanwhile"))
                                        .contains("|Failed|")
                                        .contains("A disk of the PostgreSQL server is full"));
                assertThat(world.operator().alive()).isTrue();
                world.edit("before", "f_other", "Delete");
                await().atMost(SOON)
                        .untilAsserted(() -> {
                            assertThat(postgres.query(OWNERS)).contains("f_other");
                            assertThat(world.ready("before")).contains("True|Reconciled|");
                        });
                assertThat(world.ready("meanwhile")).contains("|Failed|");

                assertThat(done("mount", "-o", "remount,size=200m", folder.toString())).isTrue();
                awaitSettled(world, SOON); // a back-off, not a probe
            }
        } finally {
            postgres.stop();
            done("umount", folder.toString());
        }
    }

    private static boolean done(String... command) throws Exception {
        return Files.isExecutable(Path.of("/bin/mount"))
                && new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
