package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Keeps the page that shows what `kubectl describe` prints of every blocked object. With
/// `-Dpage.write=true` it writes the page instead.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class BlockedObjectsTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "blocked-objects.md");
    private static final String CRD =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de";
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^## (\\w+)\n\n```console\n(.*?)^```$");

    @TempDir private Path cache;

    private final Map<String, String> described = new LinkedHashMap<>();
    private KubernetesApi api;
    private Kubectl kubectl;
    private Product product;

    @Test
    void thePageShowsWhatIsPrinted(@Dedicated KubernetesApi api, @Dedicated PostgresServer postgres)
            throws Exception {
        this.api = api;
        kubectl = new Kubectl(api, cache);
        var login = postgres.login(Login.Kind.OPS);
        postgres.execute("GRANT pg_read_all_stats TO ops");
        try (var started = Product.start(api, postgres, login, "--postgresql.sslmode=disable")) {
            product = started;
            product.awaitKind();
            pending();
            ownership(postgres);
            rights(postgres);
            credentials(postgres);
            changesOfTheServer(postgres);
            deletions(postgres);
        }
        if (Boolean.getBoolean("page.write")) {
            write();
        }
        assertThat(page()).isEqualTo(new TreeMap<>(described));
    }

    private void pending() throws Exception {
        var elsewhere = api.newNamespace();
        api.client()
                .post(
                        product.path("").replace(api.namespace(), elsewhere),
                        """
                        {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
                         "metadata": {"name": "pending"},
                         "spec": {"database": "pending_db", "owner": "team"}}
                        """)
                .ok();
        var printed = kubectl.run("describe", "pgc", "pending", "--namespace=" + elsewhere);
        described.put("Pending", Described.normalised(printed, elsewhere));
    }

    private void ownership(PostgresServer postgres) throws Exception {
        postgres.execute("CREATE DATABASE legacy_db");
        product.apply("legacy", "legacy_db", "team");
        describe("NotOwned", "legacy");

        postgres.execute("CREATE DATABASE theirs_db");
        postgres.execute(
                "COMMENT ON DATABASE theirs_db IS 'containerconf.de/claim v1 cluster=a6c14cde-332a-4ad8-b916-70a72bd6eb21 object=billing/invoices uid=4a6e522e-2c9e-4c3e-bbae-5778acecc659 origin=created'");
        product.apply("theirs", "theirs_db", "team");
        describe("ClaimedByOther", "theirs");

        product.apply("first", "webshop", "team");
        product.awaitReady("first");
        product.apply("second", "webshop", "team");
        describe("Duplicate", "second");
        product.delete("second");
        product.awaitGone("second");
    }

    private void rights(PostgresServer postgres) throws Exception {
        postgres.execute("CREATE ROLE chief SUPERUSER");
        product.apply("wrong", "wrong_db", "chief");
        describe("Invalid", "wrong");

        postgres.execute("CREATE ROLE accounting");
        product.apply("denied", "denied_db", "accounting");
        describe("PermissionDenied", "denied");

        product.apply("paused", "paused_db", "team");
        product.awaitReady("paused");
        annotate("paused", "containerconf.de/paused", "true");
        describe("Paused", "paused");
    }

    private void credentials(PostgresServer postgres) throws Exception {
        api.client()
                .post(
                        "/api/v1/namespaces/%s/secrets".formatted(api.namespace()),
                        "{\"metadata\": {\"name\": \"theirs\"}}")
                .ok();
        product.apply("taken", withSecret("taken_db", "team", "theirs")).ok();
        describe("SecretNotOwned", "taken");

        postgres.execute("CREATE ROLE reporting");
        postgres.execute("GRANT reporting TO ops WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
        product.apply("shared", withSecret("shared_db", "reporting", "shared")).ok();
        describe("OwnerNotAllowed", "shared");
    }

    private static JsonObject withSecret(String database, String owner, String name) {
        var secret = new JsonObject();
        secret.addProperty("name", name);
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", owner);
        spec.add("connectionSecret", secret);
        return spec;
    }

    private void changesOfTheServer(PostgresServer postgres) throws Exception {
        product.apply("moved", "moved_db", "team");
        product.awaitReady("moved");
        postgres.execute("ALTER DATABASE moved_db RENAME TO elsewhere_db");
        describe("Drifted", "moved");

        product.apply("restored", "restored_db", "team");
        product.awaitReady("restored");
        product.operator().stop();
        api.client()
                .mergePatch(
                        product.path("restored") + "/status",
                        "{\"status\":{\"serverId\":\"%s\"}}".formatted(Described.ANOTHER_SERVER))
                .ok();
        postgres.execute("DROP DATABASE restored_db");
        product.start();
        describe("ServerChanged", "restored");

        postgres.stop();
        product.awaitLog("refuses connections");
        product.apply("waiting", "waiting_db", "team");
        describe("ServerUnavailable", "waiting");
        postgres.start();
        product.awaitReady("waiting");
    }

    private void deletions(PostgresServer postgres) throws Exception {
        product.apply("busy", "busy_db", "team");
        product.awaitReady("busy");
        try (var session = postgres.connection(postgres.createLogin("app", ""), "busy_db")) {
            product.delete("busy");
            describe("DatabaseInUse", "busy");
            session.abort(Runnable::run);
        }
        product.awaitGone("busy");

        api.client().delete(CRD).ok();
        describe("Deleting", "first");
    }

    private void annotate(String name, String key, String value) {
        var annotations = new JsonObject();
        annotations.addProperty(key, value);
        var metadata = new JsonObject();
        metadata.add("annotations", annotations);
        var patch = new JsonObject();
        patch.add("metadata", metadata);
        api.client().mergePatch(product.path(name), patch.toString()).ok();
    }

    private void describe(String reason, String name) {
        product.awaitReason(name, reason);
        var printed =
                await().atMost(Product.SOON)
                        .until(
                                () -> kubectl.run("describe", "pgc", name),
                                text ->
                                        text.contains("Events:")
                                                && text.substring(text.indexOf("Events:"))
                                                        .contains(" " + reason + " "));
        described.put(reason, Described.normalised(printed, api.namespace()));
    }

    private static Map<String, String> page() throws IOException {
        return SECTION.matcher(Files.readString(PAGE))
                .results()
                .collect(
                        Collectors.toMap(
                                section -> section.group(1),
                                section -> section.group(2),
                                (one, other) -> one,
                                TreeMap::new));
    }

    private void write() throws IOException {
        var before = Files.readString(PAGE);
        var first = before.indexOf("\n## ");
        var page =
                new StringBuilder(
                        first < 0 ? before.stripTrailing() + "\n" : before.substring(0, first));
        described.forEach((reason, text) ->
                page.append("\n## %s\n\n```console\n%s```\n".formatted(reason, text)));
        Files.writeString(PAGE, page.toString());
    }
}
