package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The operator is killed at random times while objects come, change and go. Afterwards the world
/// is as if nothing had happened.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class KillTest {

    private static final Duration CONVERGED = Duration.ofMinutes(2);
    private static final List<String> OWNERS = List.of("anna", "berta", "clara");

    private KubernetesApi api;
    private PostgresServer postgres;
    private final Random random = new Random(42);

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void afterManyKillsTheWorldIsAsTheObjectsSay(String transport) throws Exception {
        var most = transport.equals("watch") && api.kind() == KubernetesApi.Kind.IN_PROCESS;
        var objects = FullCounts.of(most ? 60 : 20, most ? 200 : 50);
        var kills = FullCounts.of(most ? 10 : 3, most ? 50 : 10);
        postgres.execute("CREATE ROLE stranger");
        postgres.execute("CREATE DATABASE foreign_db OWNER stranger");
        postgres.execute("COMMENT ON DATABASE foreign_db IS 'not yours'");
        try (var product =
                Product.start(
                        api,
                        postgres,
                        postgres.login(Login.Kind.SUPERUSER),
                        "--transport=" + transport,
                        "--rotation-grace=1s")) {
            product.awaitKind();
            var owners = new HashMap<String, String>();
            var failure = new AtomicReference<Throwable>();
            var edited = new CountDownLatch(1);
            var editor =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    edit(product, objects, owners);
                                } catch (Throwable problem) {
                                    failure.set(problem);
                                } finally {
                                    edited.countDown();
                                }
                            });
            for (var kill = 0; kill < kills; kill++) {
                // Also in the middle of the start; the latch only serves to stop waiting early.
                var _ = edited.await(300 + random.nextInt(1_700), TimeUnit.MILLISECONDS);
                product.operator().kill();
                product.start();
            }
            editor.join();
            assertThat(failure.get()).isNull();

            await().atMost(CONVERGED)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertConverged(product, owners));
        }
    }

    /// Creates, changes and deletes. A third of the objects is deleted again.
    private void edit(Product product, int objects, Map<String, String> owners) {
        var edits = new Random(7);
        for (var step = 0; step < objects * 3; step++) {
            var index = step < objects ? step : edits.nextInt(objects);
            var name = "object-" + index;
            if (step < objects || owners.containsKey(name)) {
                if (step >= objects && edits.nextInt(3) == 0) {
                    owners.remove(name);
                    product.delete(name);
                } else {
                    var owner = OWNERS.get(edits.nextInt(OWNERS.size()));
                    owners.put(name, owner);
                    product.apply(name, spec(index, owner)).ok();
                }
            }
        }
    }

    /// Every third has a Secret.
    private static JsonObject spec(int index, String owner) {
        var spec = new JsonObject();
        spec.addProperty("database", "db_" + index);
        spec.addProperty("owner", owner);
        if (index % 3 == 0) {
            var secret = new JsonObject();
            secret.addProperty("name", "secret-" + index);
            spec.add("connectionSecret", secret);
        }
        return spec;
    }

    /// One login for each Secret, which lets in, as the owner; and no other.
    private void assertLogins(Map<String, String> owners) throws SQLException {
        var logins =
                postgres.query(
                        "SELECT regexp_replace(rolname, '-[0-9a-f]{8}$', '') FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE '% login %'");
        var expected =
                owners.keySet().stream()
                        .map(name -> name.replace("object-", ""))
                        .filter(index -> Integer.parseInt(index) % 3 == 0)
                        .toList();
        assertThat(logins)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(index -> "db_" + index).toList());
        for (var index : expected) {
            var url =
                    api.client()
                            .get(
                                    "/api/v1/namespaces/%s/secrets/secret-%s"
                                            .formatted(api.namespace(), index))
                            .ok()
                            .json()
                            .getAsJsonObject("data")
                            .get("jdbc-url")
                            .getAsString();
            try (var connection =
                            DriverManager.getConnection(
                                    new String(
                                            Base64.getDecoder().decode(url),
                                            StandardCharsets.UTF_8));
                    var rows = connection.createStatement().executeQuery("SELECT current_user")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(owners.get("object-" + index));
            }
        }
    }

    private void assertConverged(Product product, Map<String, String> owners) throws SQLException {
        assertThat(product.objects()).hasSize(owners.size());
        for (var each : product.objects()) {
            var condition = Product.condition(each.getAsJsonObject());
            assertThat(condition.status()).as(each.toString()).isEqualTo("True");
            assertThat(condition.current()).isTrue();
        }
        assertLogins(owners);
        var expected = new HashMap<String, String>();
        owners.forEach((name, owner) -> expected.put(name.replace("object-", "db_"), owner));
        expected.put("foreign_db", "stranger");
        expected.put("postgres", "postgres");
        var actual = new HashMap<String, String>();
        for (var row :
                postgres.query(
                        "SELECT datname || '=' || pg_get_userbyid(datdba) FROM pg_database WHERE NOT datistemplate")) {
            actual.put(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(
                        postgres.query(
                                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'foreign_db'"))
                .containsExactly("not yours");
    }
}
