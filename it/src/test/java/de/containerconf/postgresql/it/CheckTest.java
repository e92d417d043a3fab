package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `postgresql-operator check`, as an administrator uses it.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class CheckTest {

    @TempDir private Path folder;

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @Test
    void whatIsWellIsSaidInALineEach() throws IOException {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");

            var lines = check(postgres.superuser());

            assertThat(lines)
                    .anyMatch(line -> line.matches("ok +kubernetes +http.*, cluster .+"))
                    .anyMatch(line -> line.matches("ok +crd .*"))
                    .anyMatch(line -> line.matches("ok +objects +1, of which 0 wait .*"))
                    .anyMatch(line -> line.matches("ok +postgresql .*, login 'postgres'"))
                    .anyMatch(line -> line.matches("note +tls .*not encrypted.*"))
                    .anyMatch(line -> line.matches("ok +version +PostgreSQL 1\\d\\.\\d+, .*"))
                    .anyMatch(line -> line.matches("ok +rights +the login is a superuser"))
                    .anyMatch(line -> line.matches("ok +leftovers .*"))
                    .noneMatch(line -> line.startsWith("FAIL"))
                    .endsWith("exit 0");
            assertNoPassword(lines, postgres.superuser());
        }
    }

    @Test
    void aRightThatIsMissingIsSaidWithItsRemedy() throws IOException {
        var login = postgres.login(Login.Kind.OPS);
        postgres.execute("ALTER ROLE ops NOCREATEDB");

        var lines = check(login);

        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("FAIL  rights")
                                && line.endsWith("ALTER ROLE \"ops\" CREATEDB;"))
                .anyMatch(line ->
                        line.startsWith("note  rights")
                                && line.endsWith("GRANT pg_signal_backend TO \"ops\";"))
                .endsWith("exit 1");
        assertNoPassword(lines, login);
    }

    @Test
    void aRejectedPasswordIsSaidButNotShown() throws IOException {
        assertThat(check(new Login("postgres", "wrong-and-secret")))
                .anyMatch(line -> line.matches("FAIL +postgresql .*rejects the password.*"))
                .noneMatch(line -> line.contains("wrong-and-secret"))
                .endsWith("exit 1");
    }

    @Test
    void whatNoObjectNamesIsListed() throws IOException {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            product.apply("shop", "shop_db", "lonely");
            product.awaitReady("shop");
            product.operator().kill();
            api.client()
                    .mergePatch(product.path("shop"), "{\"metadata\":{\"finalizers\":null}}")
                    .ok();
            product.delete("shop");
            product.awaitGone("shop");

            assertThat(check(postgres.superuser()))
                    .anyMatch(line ->
                            line.contains(
                                            "database 'shop_db' has the claim of the PostgreSQLConfig")
                                    && line.contains(api.namespace() + "/shop"))
                    .endsWith("exit 0");
        }
    }

    @Test
    void theManifestAllowsAllThatIsNeededAndWhatIsTakenAwayIsNamed() throws Exception {
        assumeTrue(
                api.kind() == KubernetesApi.Kind.REAL,
                "the API server in this process has no rights");
        var production = Installation.MANIFEST.resolve("production");
        var installation = Installation.apply(api, new Kubectl(api, folder), production);
        String[] account = {
            "--kubernetes.kubeconfig=" + installation.account(folder),
            "--crd=check",
            "--leader-election",
            "--leader-election.namespace=postgresql-operator"
        };
        try (var product = Product.start(api, postgres, postgres.superuser(), account)) {
            product.awaitKind();
            product.awaitLog("leads, by the lease");
        }
        await().untilAsserted(() ->
                assertThat(check(postgres.superuser(), account))
                        .anyMatch(line -> line.matches("ok +rights +the operator's account .*"))
                        .endsWith("exit 0"));

        api.client()
                .jsonPatch(
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles/postgresql-operator",
                        "[{\"op\":\"replace\",\"path\":\"/rules/2/verbs\",\"value\":[\"create\"]},{\"op\":\"replace\",\"path\":\"/rules/5/verbs\",\"value\":[\"get\"]}]")
                .ok();
        api.client()
                .jsonPatch(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/postgresql-operator/roles/postgresql-operator",
                        "[{\"op\":\"replace\",\"path\":\"/rules/0/verbs\",\"value\":[\"get\",\"patch\"]}]")
                .ok();

        await().untilAsserted(() ->
                assertThat(check(postgres.superuser(), account))
                        .anyMatch(line ->
                                line.contains(
                                        "may not watch leases.coordination.k8s.io 'postgresql-operator' in namespace postgresql-operator"))
                        .anyMatch(line ->
                                line.contains(
                                        "may not patch events.events.k8s.io in namespace "
                                                + api.namespace()))
                        .anyMatch(line ->
                                line.startsWith("note  rights")
                                        && line.contains(
                                                "may not create secrets in namespace "
                                                        + api.namespace()))
                        .endsWith("exit 1"));
    }

    /// What it prints, and the code that it exits with as the last line.
    private List<String> check(Login login, String... more) throws IOException {
        var command = Command.run("check", api, postgres, login, folder, more);
        var lines = new ArrayList<>(command.lines());
        lines.add("exit " + command.exit());
        return lines;
    }

    private static void assertNoPassword(List<String> lines, Login login) {
        assertThat(lines).noneMatch(line -> line.contains(login.password()));
    }
}
