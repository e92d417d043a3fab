package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The installations of `manifest`, as a real API server takes them, and what the operator does
/// with the rights that they give it.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class InstallTest {

    private static final Path MANIFEST = Installation.MANIFEST;

    /// The same event again is told after 10 s.
    private static final Duration AGAIN = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @BeforeEach
    void needsARealServer(KubernetesApi.Kind kind) {
        assumeTrue(
                kind == KubernetesApi.Kind.REAL,
                "the API server in this process has no rights, and knows no Deployment");
    }

    @Test
    void theOperatorMayDoAllThatItDoesAndDoesAllThatItMay(
            @Dedicated KubernetesApi api, PostgresServer postgres) throws Exception {
        var kubectl = new Kubectl(api, folder);
        var installation = Installation.apply(api, kubectl, MANIFEST.resolve("production"));
        var account = installation.account(folder);
        // The server has to read the roles first.
        await().atMost(Product.SOON)
                .ignoreExceptions()
                .until(() -> {
                    mayI(kubectl, "list", "postgresqlconfigs.containerconf.de");
                    mayI(kubectl, "create", "leases.coordination.k8s.io");
                    return true;
                });

        var environment = installation.environment();
        assertThat(environment)
                .containsEntry("OPERATOR_CRD", "check")
                .containsEntry("OPERATOR_LEADER_ELECTION", "true")
                .containsEntry("OPERATOR_POSTGRESQL_SSLMODE", "verify-full");
        String[] arguments = {
            "--kubernetes.kubeconfig=" + account,
            "--leader-election.namespace=" + Installation.NAMESPACE,
            // The embedded server has no certificate.
            "--postgresql.sslmode=prefer"
        };
        try (var first = prepared(api, postgres, environment, arguments);
                var second = prepared(api, postgres, environment, arguments)) {
            first.start();
            first.awaitLog("leads, by the lease");
            second.start();
            second.awaitLog("stands by");

            first.apply("shop", "shop_db", "anna");
            first.awaitReady("shop");
            first.apply("shop", "shop_db", "berta");
            first.awaitOwner("shop_db", "berta");
            patch(api, "{\"spec\":{\"connectionSecret\":{\"name\":\"shop-db\"}}}");
            var secret = "/api/v1/namespaces/%s/secrets/shop-db".formatted(api.namespace());
            await().atMost(Product.SOON).until(() -> api.client().get(secret).code() == 200);
            var written = api.client().get(secret).ok().json().getAsJsonObject("data");
            patch(
                    api,
                    "{\"metadata\":{\"annotations\":{\"containerconf.de/rotate-at\":\"%s\"}}}"
                            .formatted(Instant.now()));
            await().atMost(Product.SOON)
                    .until(() ->
                            !api.client()
                                    .get(secret)
                                    .ok()
                                    .json()
                                    .getAsJsonObject("data")
                                    .equals(written));
            first.operator().stop();
            second.awaitLog("leads, by the lease");
            var granted = Rights.granted(api);
            await().atMost(AGAIN)
                    .untilAsserted(() -> {
                        // There and back, so that an event of before happens again.
                        second.apply("shop", "shop_db", "anna");
                        second.awaitOwner("shop_db", "anna");
                        second.apply("shop", "shop_db", "berta");
                        second.awaitOwner("shop_db", "berta");
                        assertThat(Rights.used(api, granted))
                                .contains("patch events.k8s.io/events");
                    });
            second.delete("shop");
            second.awaitGone("shop");
            assertThat(second.databaseExists("shop_db")).isFalse();

            assertThat(Rights.refused(api)).isEmpty();
            assertThat(granted).hasSizeGreaterThan(8);
            assertThat(Rights.used(api, granted)).isEqualTo(granted);
        }
    }

    @Test
    void theChartMakesWhatTheOverlaysMake(KubernetesApi api) throws Exception {
        var helm = Tool.named("helm");
        var kubectl = new Kubectl(api, folder);
        api.apply(Files.readString(MANIFEST.resolve("namespace.yaml")));

        assertThat(asStored(kubectl, chart(helm)))
                .isEqualTo(asStored(kubectl, overlay(kubectl, "production")));
        assertThat(
                        asStored(
                                kubectl,
                                chart(
                                        helm,
                                        "--set",
                                        "replicas=1,networkPolicy.enabled=false",
                                        "--set",
                                        "settings.postgresql\\.sslmode=null,settings.public-connect=null")))
                .isEqualTo(asStored(kubectl, overlay(kubectl, "base")));
    }

    @Test
    @EnabledIf(
            value = "de.containerconf.postgresql.testkit.FullCounts#wanted",
            disabledReason = "OPERATOR_TEST_ALL is not set")
    void theChartInstallsTheDefinitionAndLeavesItWhenItGoes(@Dedicated KubernetesApi api)
            throws Exception {
        var helm = Tool.named("helm");
        api.apply(Files.readString(MANIFEST.resolve("namespace.yaml")));
        var release =
                List.of(
                        "postgresql-operator",
                        "--namespace=" + Installation.NAMESPACE,
                        "--kubeconfig=" + api.kubeconfig());
        var install = new ArrayList<>(List.of("install"));
        install.addAll(release);
        install.add(MANIFEST.resolve("chart").toString());
        var deployment =
                "/apis/apps/v1/namespaces/%s/deployments/%s"
                        .formatted(Installation.NAMESPACE, Installation.NAME);
        var definition =
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de";

        assertThat(helm.run(install)).doesNotContain("Warning").contains("key `password`");
        assertThat(api.client().get(deployment).code()).isEqualTo(200);

        var uninstall = new ArrayList<>(List.of("uninstall"));
        uninstall.addAll(release);
        helm.run(uninstall);
        assertThat(api.client().get(deployment).code()).isEqualTo(404);
        assertThat(api.client().get(definition).code()).isEqualTo(200);
    }

    /// Warnings are those of the level `restricted` of the namespace.
    @Test
    void everythingToTryTheOperatorIsAcceptedWithoutAWarning(KubernetesApi api) throws Exception {
        var kubectl = new Kubectl(api, folder);

        assertThat(kubectl.runIn(Installation.NAMESPACE, "apply", "-k", MANIFEST.toString()))
                .contains("deployment.apps/postgresql ", "deployment.apps/postgresql-operator ")
                .doesNotContain("would violate PodSecurity");
        api.apply(Files.readString(MANIFEST.resolve("example.yaml")));
    }

    @Test
    void theOverlayOfTheDocsIsThatOfProductionWithAnotherServer(KubernetesApi api)
            throws Exception {
        var kubectl = new Kubectl(api, folder);
        var page = Files.readString(MANIFEST.resolve("../docs/how-to/install.md"));
        var yaml =
                Pattern.compile("(?s)a test builds this one -->\n```yaml\n(.*?)```").matcher(page);
        assertThat(yaml.find()).isTrue();
        // Where kustomize finds the other by a relative path.
        var install = Files.createDirectories(Path.of("target", "install"));
        Files.writeString(
                install.resolve("kustomization.yaml"),
                yaml.group(1).replace("../manifest", "../../../manifest"));

        assertThat(kubectl.runIn("default", "kustomize", install.toString()))
                .contains("image: registry.example.com/postgresql-operator:0.1.0-SNAPSHOT")
                .contains("OPERATOR_POSTGRESQL_HOST: db.example.com")
                .contains("OPERATOR_POSTGRESQL_SSLMODE: verify-full")
                .contains("kind: NetworkPolicy");
    }

    @Test
    void whoDeletesAnInstallationDeletesNoData(KubernetesApi api) throws Exception {
        var kubectl = new Kubectl(api, folder);

        for (var name : List.of("base", "production")) {
            var objects = asStored(kubectl, Files.readString(overlay(kubectl, name)), false);
            assertThat(objects.keySet())
                    .isNotEmpty()
                    .noneMatch(key ->
                            key.matches(
                                    "(CustomResourceDefinition|Namespace|Secret|PersistentVolumeClaim) .*"));
        }
    }

    @Test
    void thePolicyTiesNamesToTheNamespace(KubernetesApi api) throws Exception {
        api.apply(Files.readString(MANIFEST.resolve("crd.yaml")));
        var namespace = api.namespace();
        var policy = Files.readString(MANIFEST.resolve("policy/database-names.yaml"));
        // For this namespace only: the server is shared.
        var binding =
                policy.substring(policy.lastIndexOf("---"))
                        .replace("containerconf.de/database-names", "kubernetes.io/metadata.name")
                        .replace("NotIn", "In")
                        .replace("[any]", "[" + namespace + "]");
        new Kubectl(api, folder)
                .runIn(
                        "default",
                        "apply",
                        "-f",
                        write(policy.substring(0, policy.lastIndexOf("---")) + binding));

        // A policy takes effect a moment after it was written.
        await().atMost(Product.SOON)
                .untilAsserted(() ->
                        assertThat(create(api, "a", "other_shop", namespace))
                                .contains("spec.database must be '" + namespace + "' or begin"));
        assertThat(create(api, "a", namespace + "_shop", "somebody")).contains("spec.owner must");
        assertThat(create(api, "b", namespace + "_shop", namespace)).isEmpty();
        assertThat(create(api, "c", namespace, namespace + "_team")).isEmpty();
        // What the operator does with an object of before.
        assertThat(
                        api.client()
                                .mergePatch(
                                        path(api) + "/b",
                                        "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}")
                                .code())
                .isEqualTo(200);
    }

    private static void patch(KubernetesApi api, String patch) {
        api.client().mergePatch(path(api) + "/shop", patch).ok();
    }

    private static Product prepared(
            KubernetesApi api,
            PostgresServer postgres,
            Map<String, String> environment,
            String... arguments) {
        return Product.prepare(api, postgres, postgres.superuser(), arguments).with(environment);
    }

    private static void mayI(Kubectl kubectl, String verb, String resource) throws Exception {
        var account = "system:serviceaccount:postgresql-operator:postgresql-operator";
        kubectl.runIn(Installation.NAMESPACE, "auth", "can-i", verb, resource, "--as=" + account);
    }

    private static String path(KubernetesApi api) {
        return "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs"
                .formatted(api.namespace());
    }

    /// Why it was refused; empty if it was not.
    private static String create(KubernetesApi api, String name, String database, String owner) {
        var answer =
                api.client()
                        .post(
                                path(api),
                                """
                                {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
                                 "metadata": {"name": "%s"}, "spec": {"database": "%s", "owner": "%s"}}
                                """
                                        .formatted(name, database, owner));
        return answer.code() == 201 ? "" : answer.text("message");
    }

    private String chart(Tool helm, String... values) throws Exception {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "template",
                                "postgresql-operator",
                                MANIFEST.resolve("chart").toString(),
                                "--namespace=" + Installation.NAMESPACE));
        arguments.addAll(List.of(values));
        return helm.output(arguments);
    }

    private Path overlay(Kubectl kubectl, String name) throws Exception {
        var text =
                kubectl.runIn(
                        Installation.NAMESPACE, "kustomize", MANIFEST.resolve(name).toString());
        return Path.of(write(text));
    }

    private SortedMap<String, JsonElement> asStored(Kubectl kubectl, Path file) throws Exception {
        return asStored(kubectl, Files.readString(file), true);
    }

    private SortedMap<String, JsonElement> asStored(Kubectl kubectl, String yaml) throws Exception {
        return asStored(kubectl, yaml, true);
    }

    /// Objects by kind and name, as the server would store them: with all defaults, without what
    /// differs by its nature.
    ///
    /// @param server false: as they are
    private SortedMap<String, JsonElement> asStored(Kubectl kubectl, String yaml, boolean server)
            throws Exception {
        var text =
                kubectl.runIn(
                        Installation.NAMESPACE,
                        "apply",
                        "--dry-run=" + (server ? "server" : "client"),
                        "-o=json",
                        "-f",
                        write(yaml));
        var objects = new TreeMap<String, JsonElement>();
        for (var each : items(JsonParser.parseString(text).getAsJsonObject())) {
            var object = each.getAsJsonObject();
            var metadata = object.getAsJsonObject("metadata");
            for (var member : new TreeSet<>(metadata.keySet())) {
                if (!List.of("name", "namespace", "labels").contains(member)) {
                    metadata.remove(member);
                }
            }
            object.remove("status");
            var name = withoutHash(metadata.get("name").getAsString());
            metadata.addProperty("name", name);
            objects.put(object.get("kind").getAsString() + " " + name, normalized(object));
        }
        return objects;
    }

    private static JsonArray items(JsonObject list) {
        return list.getAsJsonArray("items");
    }

    /// Settings have a hash in their name with one tool, and in an annotation of the pods with the
    /// other.
    private static JsonElement normalized(JsonObject object) {
        var text =
                object.toString()
                        .replaceAll("(postgresql-operator-settings)-[a-z0-9]{10}\"", "$1\"");
        var copy = JsonParser.parseString(text).getAsJsonObject();
        if (copy.get("kind").getAsString().equals("Deployment")) {
            copy.getAsJsonObject("spec")
                    .getAsJsonObject("template")
                    .getAsJsonObject("metadata")
                    .remove("annotations");
        }
        return copy;
    }

    private static String withoutHash(String name) {
        return name.replaceFirst("-[a-z0-9]{10}$", "");
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "objects", ".yaml"), yaml).toString();
    }
}
