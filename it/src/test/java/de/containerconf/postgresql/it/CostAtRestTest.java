package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An idle operator costs the same with many objects as with a few: a statement a resync, by the
/// log of PostgreSQL, and nothing of the Kubernetes API, by the count of its server.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CostAtRestTest {

    private static final int FEW = 10;
    private static final int MANY = FullCounts.of(50, 1_000);
    private static final int WITH_SECRETS = FullCounts.of(10, 1_000);
    private static final int RESYNCS = 5;

    @Test
    void manyObjectsCostAsMuchAsAFew(
            KubernetesApi api, @Dedicated PostgresServer postgres, Login.Kind login) {
        assumeTrue(postgres.logFile().isPresent(), "its log is on another machine");
        logStatements(postgres);
        try (var product = Product.start(api, postgres, postgres.login(login), "--resync=1s")) {
            product.awaitKind();
            apply(product, 0, FEW);
            var few = cost(product, api, postgres);
            apply(product, FEW, MANY);
            var many = cost(product, api, postgres);

            assertThat(few.statements()).hasSize(1);
            assertThat(many).isEqualTo(few);
            assertThat(many.requests()).isZero();
        }
    }

    @Test
    void objectsWithSecretsCostNoStatementMoreAndNoWrite(
            KubernetesApi api, @Dedicated PostgresServer postgres, Login.Kind login) {
        assumeTrue(postgres.logFile().isPresent(), "its log is on another machine");
        assumeTrue(api.inProcess().isPresent(), "only the in-process API server counts requests");
        logStatements(postgres);
        try (var product = Product.start(api, postgres, postgres.login(login), "--resync=1s")) {
            product.awaitKind();
            for (var i = 0; i < WITH_SECRETS; i++) {
                product.apply("object-" + i, withSecret(i)).ok();
            }
            awaitReady(product, WITH_SECRETS);
            var requests = api.inProcess().orElseThrow().requests();
            product.awaitResyncs(2);
            var writes = requests.writes();
            var cost = cost(product, api, postgres);

            assertThat(cost.statements()).hasSize(1);
            assertThat(requests.writes()).isEqualTo(writes);
        }
    }

    private static JsonObject withSecret(int number) {
        var secret = new JsonObject();
        secret.addProperty("name", "secret-" + number);
        var spec = new JsonObject();
        spec.addProperty("database", "db_" + number);
        spec.addProperty("owner", "owner_" + number % 10);
        spec.add("connectionSecret", secret);
        return spec;
    }

    private static void logStatements(PostgresServer postgres) {
        postgres.execute("ALTER SYSTEM SET log_statement = 'all'");
        postgres.execute("ALTER SYSTEM SET log_line_prefix = '%a '");
        postgres.execute("SELECT pg_reload_conf()");
    }

    private static void apply(Product product, int from, int to) {
        for (var i = from; i < to; i++) {
            product.apply("object-" + i, "db_" + i, "owner_" + i % 10);
        }
        awaitReady(product, to);
    }

    /// Waits until all is done, and told.
    private static void awaitReady(Product product, int to) {
        await().atMost(Duration.ofMinutes(5))
                .until(() -> product.metric("operator_objects", "ready=\"true\"") == to);
        await().until(() -> product.metric("operator_queue_active") == 0);
        await().until(() -> product.metric("operator_events_waiting") == 0);
    }

    /// From the end of one resync to that of another, as many later.
    private static Cost cost(Product product, KubernetesApi api, PostgresServer postgres) {
        var before = afterResyncs(2, product, api, postgres);
        var after = afterResyncs(RESYNCS, product, api, postgres);
        var statements =
                after.statements.subList(before.statements.size(), after.statements.size());
        assertThat(statements).hasSize((int) (after.resyncs - before.resyncs));
        return new Cost(Set.copyOf(statements), after.requests - before.requests);
    }

    /// What there was until the end of a resync. Where the next one has ended meanwhile, others are
    /// waited for.
    private static Account afterResyncs(
            int count, Product product, KubernetesApi api, PostgresServer postgres) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            product.awaitResyncs(count);
                            return new Account(
                                    resyncs(product), statements(postgres), requests(product, api));
                        },
                        account -> account.resyncs == resyncs(product));
    }

    private static long resyncs(Product product) {
        return (long) product.metric("operator_resyncs_total");
    }

    /// First words of the operator's statements, but for the driver's look whether a connection of
    /// the pool is alive, which is empty.
    private static List<String> statements(PostgresServer postgres) {
        try (Stream<String> lines = Files.lines(postgres.logFile().orElseThrow())) {
            return lines.filter(line -> line.startsWith("postgresql-operator "))
                    .filter(line -> line.matches(".* LOG: {2}(statement|execute [^:]*): \\S.*"))
                    .map(line -> line.replaceFirst(".*? LOG: {2}(statement|execute [^:]*): ", ""))
                    .collect(Collectors.toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Lists, reads and writes; a watch may end at any time, after minutes, and begin again.
    private static long requests(Product product, KubernetesApi api) {
        return api.inProcess()
                .map(server -> server.requests().count(kind -> !kind.verb().equals("watch")))
                .orElseGet(() ->
                        (long)
                                (product.metric("operator_api_requests_total")
                                        - product.metric(
                                                "operator_api_requests_total", "verb=\"watch\"")));
    }

    private record Account(long resyncs, List<String> statements, long requests) {}

    /// @param statements that each resync takes one of
    private record Cost(Set<String> statements, long requests) {}
}
