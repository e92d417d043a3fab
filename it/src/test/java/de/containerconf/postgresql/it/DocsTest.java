package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Does what the pages tell to do, block by block: those behind a line `<!-- run -->` in a shell,
/// where what a command prints has to be like what the page shows; those behind `<!-- log -->` are
/// compared with what the operator has logged. Files that the page tells to write are written.
///
/// Alike means: the same words, while numbers, ages and uids differ.
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/tutorial/first-database.md",
                "docs/how-to/keep-a-database.md docs/how-to/adopt-databases.md docs/how-to/uninstall.md"
            })
    void whatPagesSayComesTrue(
            String names, @Dedicated KubernetesApi api, @Dedicated PostgresServer postgres)
            throws Exception {
        Tool.named("psql");
        var kubectl = Tool.named("kubectl");
        postgres.execute("CREATE ROLE app");
        try (var product =
                Product.start(
                        api,
                        postgres,
                        postgres.superuser(),
                        "--namespaces=default",
                        "--resync=1s")) {
            product.awaitKind();
            // What ./dev up has, and what pages suppose.
            api.apply(
                    Files.readString(ROOT.resolve("manifest/example.yaml"))
                            .replace("name: example", "name: example\n  namespace: default"));
            product.awaitLog("created database 'example_db'");
            if (names.contains("adopt")) {
                postgres.execute("CREATE DATABASE legacy OWNER app");
                api.apply(webshop());
                product.awaitLog("created database 'webshop'");
            }
            for (var name : names.split(" ", -1)) {
                var page = DocsPage.read(ROOT.resolve(name));
                page.files().forEach(this::write);
                assertThat(page.blocks()).isNotEmpty();
                for (var block : page.blocks()) {
                    if (block.isLog()) {
                        block.output().forEach(line -> awaitLog(product, line));
                    }
                    for (var command : block.commands()) {
                        run(command, kubectl, api, postgres);
                    }
                }
            }
        }
    }

    @Test
    void whatIsAlikeDiffersInNumbersOnly() {
        var like = DocsPage.like("default/example: dropped role 'somebody' (7 ms)");

        assertThat("… INFO  default/example: dropped role 'somebody' (1203 ms)").matches(like);
        assertThat("… INFO  default/example: dropped role 'other' (7 ms)").matches(like.negate());
        assertThat("webshop   True    Reconciled   webshop      web_team  2m12s")
                .matches(DocsPage.like("webshop   True   Reconciled   webshop   web_team   11s"))
                .matches(
                        DocsPage.like("webshop   False   Duplicate   webshop   web_team").negate());
    }

    private static void awaitLog(Product product, String line) {
        await().atMost(Product.SOON)
                .untilAsserted(
                        () -> assertThat(product.operator().log()).anyMatch(DocsPage.like(line)));
    }

    private static String webshop() {
        return """
        apiVersion: containerconf.de/v1
        kind: PostgreSQLConfig
        metadata: {name: webshop, namespace: default}
        spec: {database: webshop, owner: shop_team}
        """;
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// What only looks is done again until it shows what is expected: the operator needs a moment.
    private void run(
            DocsPage.Command command, Tool kubectl, KubernetesApi api, PostgresServer postgres)
            throws Exception {
        if (command.looks()) {
            await().atMost(Product.SOON)
                    .pollInterval(Duration.ofMillis(300))
                    .untilAsserted(() -> check(command, shell(command, kubectl, api, postgres)));
        } else {
            check(command, shell(command, kubectl, api, postgres));
        }
    }

    private static void check(DocsPage.Command command, List<String> printed) {
        var shown = printed.stream().map(DocsTest::withoutNamespace).toList();
        for (var line : command.output()) {
            assertThat(shown)
                    .as("%s: %s", command.text(), line)
                    .anyMatch(DocsPage.like(withoutNamespace(line)));
        }
    }

    /// An older kubectl does not say from which namespace it deleted.
    private static String withoutNamespace(String line) {
        return line.replaceFirst(" from \\S+ namespace$", "");
    }

    private List<String> shell(
            DocsPage.Command command, Tool kubectl, KubernetesApi api, PostgresServer postgres)
            throws IOException, InterruptedException {
        var text = command.text().replace("-h db.example.com -U admin", "");
        var builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", text)
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("OPERATOR_"));
        environment.put("HOME", folder.toString());
        environment.put("KUBECONFIG", api.kubeconfig().toString());
        environment.merge(
                "PATH", kubectl.program().getParent().toString(), (old, own) -> own + ":" + old);
        environment.put("PGHOST", postgres.host());
        environment.put("PGPORT", Integer.toString(postgres.port()));
        environment.put("PGUSER", postgres.superuser().name());
        environment.put("PGPASSWORD", postgres.superuser().password());
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", text, output).isZero();
        return output.lines().toList();
    }
}
