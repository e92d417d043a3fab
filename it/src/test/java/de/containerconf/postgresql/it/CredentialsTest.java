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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Secret, as applications use it.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CredentialsTest {

    private static final String HOSTILE = "a/b?c&d:e%41+f\\g@h'\"#[ä日$1";
    private static final int CLIENTS = 8;
    private static final int ROTATIONS = FullCounts.of(1, 5);

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, @Dedicated PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUPERUSER", "OPS"})
    void anApplicationLogsInAndWhatItCreatesSurvivesARotation(String login) throws Exception {
        if (login.equals("SUPERUSER")) {
            onceUnlessAll();
        }
        try (var product = start(Login.Kind.valueOf(login), "--rotation-grace=1s")) {
            apply(product, "hostile", HOSTILE, "o'wn \"er\"");
            product.awaitReady("hostile");
            var before = secret("hostile-db");
            try (var connection = DriverManager.getConnection(before.get("jdbc-url"))) {
                connection.createStatement().execute("CREATE TABLE t AS SELECT 42 AS answer");
            }
            assertThat(psql(before, "SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
                    .isEqualTo("o'wn \"er\"");

            rotate("hostile");
            await().until(() -> !secret("hostile-db").equals(before));
            await().atMost(Duration.ofSeconds(20)).until(() -> logins().size() == 1);

            var after = secret("hostile-db");
            assertThat(after.get("username")).isNotEqualTo(before.get("username"));
            assertThat(psql(after, "SELECT answer FROM t")).isEqualTo("42");
            product.delete("hostile");
            product.awaitGone("hostile");
            assertThat(logins()).isEmpty();
        }
    }

    @Test
    void noTransactionFailsWhileLoginsAreReplaced() throws Exception {
        onceUnlessAll();
        try (var product = start(Login.Kind.OPS, "--rotation-grace=2s");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            apply(product, "busy", "busy", "team");
            product.awaitReady("busy");
            try (var connection = DriverManager.getConnection(secret("busy-db").get("jdbc-url"))) {
                connection.createStatement().execute("CREATE TABLE work (client int)");
            }
            var over = new AtomicBoolean();
            var clients = new ArrayList<Callable<Integer>>();
            for (var client = 0; client < CLIENTS; client++) {
                var number = client;
                clients.add(() -> {
                    var transactions = 0;
                    while (!over.get()) {
                        work(number);
                        transactions++;
                    }
                    return transactions;
                });
            }
            var running = clients.stream().map(threads::submit).toList();
            for (var rotation = 0; rotation < ROTATIONS; rotation++) {
                var former = secret("busy-db").get("username");
                rotate("busy");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> logins().size() == 1 && !logins().contains(former));
            }
            over.set(true);
            var transactions = 0;
            for (var client : running) {
                transactions += client.get(20, TimeUnit.SECONDS);
            }
            try (var connection = postgres.connection(postgres.superuser(), "busy");
                    var rows =
                            connection
                                    .createStatement()
                                    .executeQuery("SELECT count(*) FROM work")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(transactions).isGreaterThan(CLIENTS);
            }
            product.delete("busy");
            product.awaitGone("busy");
            assertThat(logins()).isEmpty();
        }
    }

    @Test
    void noPasswordIsAnywhereButInTheSecret() throws IOException {
        onceUnlessAll();
        postgres.execute("ALTER SYSTEM SET log_statement = 'all'");
        postgres.query("SELECT pg_reload_conf()");
        var passwords = new LinkedHashSet<String>();
        try (var product = start(Login.Kind.OPS, "--rotation-grace=1s", "--log-level=trace")) {
            apply(product, "quiet", "quiet", "team");
            product.awaitReady("quiet");
            passwords.add(secret("quiet-db").get("password"));
            rotate("quiet");
            await().until(() -> passwords.add(secret("quiet-db").get("password")));
            api.client().delete(secretPath("quiet-db")).ok();
            api.client().mergePatch(product.path("quiet"), reconcileAt()).ok();
            await().until(() -> api.client().get(secretPath("quiet-db")).code() == 200);
            passwords.add(secret("quiet-db").get("password"));
            await().atMost(Duration.ofSeconds(20)).until(() -> logins().size() == 1);

            assertThat(passwords).hasSize(3);
            requireAbsent(passwords, String.join("\n", product.operator().log()));
            requireAbsent(passwords, product.management("/metrics"));
            requireAbsent(passwords, api.client().get(product.path("quiet")).text());
            requireAbsent(
                    passwords,
                    api.client()
                            .get(
                                    "/apis/events.k8s.io/v1/namespaces/%s/events"
                                            .formatted(api.namespace()))
                            .text());
            requireAbsent(
                    passwords,
                    String.join(
                            "\n",
                            postgres.query(
                                    "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles")));
        }
        if (postgres.logFile().isPresent()) {
            var log = Files.readString(postgres.logFile().get());
            assertThat(log.contains("CREATE ROLE")).isTrue();
            requireAbsent(passwords, log);
        }
    }

    @Test
    void aSecretOfOthersStaysAsItIsAndTheObjectSaysSo() {
        var body = new JsonObject();
        var metadata = new JsonObject();
        metadata.addProperty("name", "taken-db");
        body.add("metadata", metadata);
        api.client().post(secretPath(""), body.toString()).ok();
        var before = api.client().get(secretPath("taken-db")).text();
        try (var product = start(Login.Kind.SUPERUSER)) {
            apply(product, "taken", "taken", "team");

            assertThat(product.awaitReason("taken", "SecretNotOwned").message())
                    .contains("'taken-db'");
            assertThat(api.client().get(secretPath("taken-db")).text()).isEqualTo(before);
            assertThat(product.databaseExists("taken")).isTrue();
        } finally {
            api.client().delete(secretPath("taken-db"));
        }
    }

    private void onceUnlessAll() {
        assumeTrue(
                api.kind() == KubernetesApi.Kind.IN_PROCESS || FullCounts.of(0, 1) == 1,
                "in a full run only");
    }

    private Product start(Login.Kind login, String... arguments) {
        var product = Product.start(api, postgres, postgres.login(login), arguments);
        product.awaitKind();
        return product;
    }

    private void apply(Product product, String name, String database, String owner) {
        var secret = new JsonObject();
        secret.addProperty("name", name + "-db");
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", owner);
        spec.add("connectionSecret", secret);
        product.apply(name, spec).ok();
    }

    /// A client as it should be: it reads the Secret when it connects.
    private void work(int client) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(secret("busy-db").get("jdbc-url"))) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("INSERT INTO work VALUES (%d)".formatted(client));
            connection.commit();
        }
    }

    private void rotate(String name) {
        api.client()
                .mergePatch(
                        path(name),
                        "{\"metadata\":{\"annotations\":{\"containerconf.de/rotate-at\":\"%s\"}}}"
                                .formatted(Instant.now()))
                .ok();
    }

    private static String reconcileAt() {
        return "{\"metadata\":{\"annotations\":{\"containerconf.de/reconcile-at\":\"%s\"}}}"
                .formatted(Instant.now());
    }

    private String path(String name) {
        return "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs/%s"
                .formatted(api.namespace(), name);
    }

    private String secretPath(String name) {
        var all = "/api/v1/namespaces/%s/secrets".formatted(api.namespace());
        return name.isEmpty() ? all : all + "/" + name;
    }

    private Map<String, String> secret(String name) {
        var data = api.client().get(secretPath(name)).ok().json().getAsJsonObject("data");
        var texts = new HashMap<String, String>();
        data.entrySet()
                .forEach(each ->
                        texts.put(
                                each.getKey(),
                                new String(
                                        Base64.getDecoder().decode(each.getValue().getAsString()),
                                        StandardCharsets.UTF_8)));
        return texts;
    }

    private List<String> logins() {
        return postgres.query(
                "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE '% login %'");
    }

    /// With `psql` where there is one, and with the driver else.
    private static String psql(Map<String, String> secret, String query)
            throws IOException, SQLException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/psql"))) {
            try (var connection = DriverManager.getConnection(secret.get("jdbc-url"));
                    var rows = connection.createStatement().executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            }
        }
        var process =
                new ProcessBuilder("/usr/bin/psql", "-XAtc", query, secret.get("uri"))
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    /// Without showing what is looked for, or where.
    private static void requireAbsent(Set<String> passwords, String text) {
        assertThat(passwords.stream().noneMatch(text::contains)).isTrue();
    }
}
