package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many objects at once, each on a thread of its own, as many as the operator works on at once: no
/// more than there are connections.
public interface ConcurrencyContract extends BackendContract {

    /// One of the four connections that the operator has by default is for who looks on.
    int AT_ONCE = 3;

    /// All have one owner. What is seen meanwhile is there whole, or not at all.
    @Test
    default void many_are_created_and_dropped_at_once(
            TestOperator operator, PostgresServer postgres) throws Exception {
        var count = FullCounts.of(6, 24);
        operator.createRole("alice");
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var lives = new ArrayList<Future<Void>>();
            for (var number = 0; number < count; number++) {
                lives.add(threads.submit(live(operator, "db" + number)));
            }
            while (!lives.stream().allMatch(Future::isDone)) {
                for (var each : operator.ops().catalog().databases()) {
                    if (each.name().startsWith("db")) {
                        assertThat(each.owner()).isEqualTo("alice");
                        assertThat(each.comment().text()).contains("uid=");
                    }
                }
            }
            for (var life : lives) {
                life.get();
            }
        }
        assertThat(
                        postgres.query(
                                "SELECT datname FROM pg_database WHERE datname LIKE 'db%' OR datname LIKE 'pgc-%'"))
                .isEmpty();
    }

    private static Callable<Void> live(TestOperator operator, String name) {
        return () -> {
            var uid = UUID.randomUUID().toString();
            operator.createDatabase(name, "alice", uid);
            operator.ops().dropDatabase(operator.state(name), SessionPolicy.WAIT);
            return null;
        };
    }

    @Test
    default void of_many_who_want_one_name_one_has_it(
            TestOperator operator, PostgresServer postgres) throws Exception {
        operator.createRole("alice");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> all =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> UUID.randomUUID().toString())
                            .<Callable<Boolean>>map(uid -> () -> creates(operator, uid))
                            .toList();
            var winners = 0;
            for (var result : threads.invokeAll(all)) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(postgres.query("SELECT datname FROM pg_database WHERE datname = 'shop'"))
                .hasSize(1);
    }

    private static boolean creates(TestOperator operator, String uid) {
        try {
            operator.createDatabase("shop", "alice", uid);
            return true;
        } catch (DatabaseFailure.Stale lost) {
            return false;
        }
    }
}
