package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody else takes a name while a database is being made.
@EveryPostgres
class CreationRaceTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private Login login;

    @BeforeEach
    void roles(PostgresServer server, Login ours) {
        postgres = server;
        login = ours;
        postgres.execute("CREATE ROLE mallory CREATEDB");
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.createRole("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "pgc-new-" + UID})
    void a_name_that_is_taken_meanwhile_stays_who_took_it(String name) {
        for (int number = 1, count = number; number <= count; number++) {
            var foreign = new ArrayList<String>();
            var hook = new StatementHook(number, () -> foreign.addAll(take(name)));
            create(hook);
            count = Math.max(count, hook.count());

            assertThat(foreign(name)).as("message %d", number).isEqualTo(foreign);
            startAgain(name, foreign);
        }
    }

    @Test
    void of_several_creators_for_an_object_one_wins_and_nothing_is_left() {
        create(4);

        assertThat(databases()).containsExactly("shop|alice");
        try (var operator = Jdbi.operator(postgres, login)) {
            assertThat(operator.state("shop").claimedBy(UID)).isTrue();
        }
    }

    @Test
    void of_several_droppers_all_end_with_nothing_left() {
        create(StatementHook.counter());
        try (var operator = Jdbi.operator(postgres, login)) {
            var state = operator.state("shop");
            atOnce(4, () -> operator.ops().dropDatabase(state, SessionPolicy.WAIT));
            operator.ops().discardUnfinished(UID);
        }

        assertThat(databases()).isEmpty();
    }

    private void create(int operators) {
        atOnce(operators, () -> create(StatementHook.counter()));
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.ops().discardUnfinished(UID);
        }
    }

    private void create(StatementHook hook) {
        try (var operator = Jdbi.operator(postgres, login, hook)) {
            operator.createDatabase("shop", "alice", UID);
        } catch (DatabaseFailure.Stale taken) {
            assertThat(databases()).anyMatch(each -> each.startsWith("shop|"));
        }
    }

    private void startAgain(String name, List<String> foreign) {
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.ops().discardUnfinished(UID);
        }
        postgres.execute("DROP DATABASE IF EXISTS shop");
        if (!foreign.isEmpty()) {
            postgres.execute("DROP DATABASE IF EXISTS \"%s\"".formatted(name));
        }
        assertThat(databases()).isEmpty();
    }

    private List<String> take(String name) {
        try {
            postgres.execute(
                    "CREATE DATABASE \"%s\" TEMPLATE template0 OWNER mallory".formatted(name));
        } catch (IllegalStateException taken) {
            assertThat(taken).hasMessageContaining("exists");
        }
        return foreign(name);
    }

    private List<String> foreign(String name) {
        return postgres.query(
                """
                SELECT oid, datname, shobj_description(oid, 'pg_database') FROM pg_database
                WHERE datname = ? AND datdba = 'mallory'::regrole\
                """,
                name);
    }

    private List<String> databases() {
        return postgres.query(
                """
                SELECT datname, datdba::regrole FROM pg_database
                WHERE datname NOT IN ('postgres', 'template0', 'template1') ORDER BY 1\
                """);
    }

    /// Lets them lose the race, but not fail otherwise.
    private static void atOnce(int count, Runnable action) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    IntStream.range(0, count)
                            .mapToObj(i ->
                                    CompletableFuture.runAsync(
                                            () -> {
                                                try {
                                                    action.run();
                                                } catch (DatabaseFailure.Stale
                                                        | DatabaseFailure.InUse lost) {
                                                    assertThat(lost).hasMessageEndingWith(".");
                                                }
                                            },
                                            executor))
                            .toList();
            all.forEach(CompletableFuture::join);
        }
    }
}
