package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.Signals;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// More than one believes to lead: what stood still wakes up, or the lease is taken away.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class TwoLeadersTest extends ElectionTest {

    private static final Pattern EFFECT =
            Pattern.compile("BEGIN|CREATE|ALTER|COMMENT|DROP|GRANT|REVOKE|terminate");

    @Test
    void aLeaderThatStoodStillDoesNothingAnyMore(
            KubernetesApi api, @Dedicated PostgresServer postgres) {
        postgres.execute("ALTER SYSTEM SET log_statement = 'all'");
        postgres.execute("ALTER SYSTEM SET log_line_prefix = '[%a] '");
        postgres.execute("SELECT pg_reload_conf()");
        try (var first = start(api, postgres);
                var second = standby(api, postgres)) {
            for (var name : List.of("kept", "changed", "deleted")) {
                first.apply(name, name + "_db", "anna");
                first.awaitReady(name);
            }
            // Stands still in the middle of its work.
            for (var i = 0; i < 30; i++) {
                first.apply("many-" + i, "many_" + i, "anna");
            }
            await().until(() -> first.databaseExists("many_3"));
            Signals.send(first.operator().pid(), "STOP");
            await().atMost(EXPIRY).until(() -> leads(second));
            second.apply("changed", "changed_db", "berta");
            second.delete("deleted");
            second.apply("new", "new_db", "clara");
            second.awaitReady("new");
            second.awaitReady("changed");
            second.awaitGone("deleted");
            for (var i = 0; i < 30; i++) {
                second.awaitReady("many-" + i);
            }
            var before = effects(postgres, first);
            assertThat(before).isNotEmpty();

            Signals.send(first.operator().pid(), "CONT");
            first.awaitLog("leads no more");
            first.awaitLog("stands by");
            second.apply("kept", "kept_db", "clara");
            second.awaitReady("kept");

            assertThat(effects(postgres, first)).isEqualTo(before);
            assertThat(leads(first)).isFalse();
            assertThat(first.operator().alive()).isTrue();
            assertThat(first.management("/readyz")).startsWith("200");
            assertThat(first.owner("kept_db")).isEqualTo("clara");
            assertThat(first.owner("changed_db")).isEqualTo("berta");
            assertThat(first.owner("new_db")).isEqualTo("clara");
            assertThat(first.databaseExists("deleted_db")).isFalse();
            assertThat(first.privateDatabases()).isEmpty();

            second.operator().stop();
            first.apply("kept", "kept_db", "anna");
            first.awaitOwner("kept_db", "anna");
        }
    }

    @Test
    void twoThatBelieveToLeadDoNoHarm(KubernetesApi api, @Dedicated PostgresServer postgres) {
        postgres.execute("CREATE ROLE stranger");
        postgres.execute("CREATE DATABASE foreign_db OWNER stranger");
        try (var first = start(api, postgres);
                var second = standby(api, postgres)) {
            var owners = List.of("anna", "berta", "clara");
            for (var round = 0; round < 12; round++) {
                for (var i = 0; i < 5; i++) {
                    first.apply("object-" + i, "db_" + i, owners.get((round + i) % 3));
                }
                if (round % 3 == 1) {
                    first.delete("object-" + round % 5);
                }
                // The one that led does not notice for up to 2 s.
                emptyHolder(api);
                await().atMost(EXPIRY).until(() -> leads(first) || leads(second));
            }
            // What is being deleted takes changes, and goes nevertheless.
            await().atMost(Product.SOON).until(() -> deleting(first) == 0);
            for (var i = 0; i < 5; i++) {
                first.apply("object-" + i, "db_" + i, owners.get(i % 3));
            }
            for (var i = 0; i < 5; i++) {
                first.awaitReady("object-" + i);
                first.awaitOwner("db_" + i, owners.get(i % 3));
            }
            assertThat(first.owner("foreign_db")).isEqualTo("stranger");
            assertThat(
                            postgres.query(
                                    "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname NOT LIKE 'pgc-%' ORDER BY 1"))
                    .containsExactly(
                            "db_0", "db_1", "db_2", "db_3", "db_4", "foreign_db", "postgres");
            // A creation that was cut off for an object that is gone by now is told, not dropped.
            await().atMost(Product.SOON)
                    .until(() ->
                            first.privateDatabases().stream()
                                    .allMatch(name -> told(name, first) || told(name, second)));
        }
    }

    private static long deleting(Product product) {
        return product.objects().asList().stream()
                .filter(each ->
                        each.getAsJsonObject().getAsJsonObject("metadata").has("deletionTimestamp"))
                .count();
    }

    private static boolean told(String database, Product product) {
        return product.operator().log().stream()
                .anyMatch(line -> line.contains(database) && line.contains("was left by"));
    }

    /// Effects that the server logged for it. Reads have none.
    private static List<String> effects(PostgresServer postgres, Product product) {
        return log(postgres).stream()
                .filter(line -> line.contains(instance(product) + "] LOG:  statement"))
                .filter(line -> EFFECT.matcher(line).find())
                .toList();
    }

    private static List<String> log(PostgresServer postgres) {
        return postgres.query("SELECT pg_read_file('../postgresql.log')")
                .getFirst()
                .lines()
                .toList();
    }

    private static void emptyHolder(KubernetesApi api) {
        var spec = new JsonObject();
        spec.addProperty("holderIdentity", "");
        var patch = new JsonObject();
        patch.add("spec", spec);
        api.client().mergePatch(leases(api) + "/postgresql-operator", patch.toString()).ok();
    }
}
