package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Modules that the image does not have, good and bad ones.
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class PluginsTest {

    private static final int SIGTERM = 128 + 15;
    private static final String DONE = "return Outcome.done();";

    @TempDir Path temporary;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("plugins"));
    }

    @Test
    void whatIsBuiltInIsListed() {
        assertThat(list(0))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "jdbi +backend +\\S+backend\\.jdbi +0\\S+ +built in +ready"))
                .anySatisfy(line -> assertThat(line).matches("poll +transport .* ready"))
                .anySatisfy(line -> assertThat(line).matches("watch +transport .* ready"))
                .anySatisfy(line -> assertThat(line).matches("database +resource .* ready"));
    }

    @Test
    void aJarAndAFolderOfJarsAreListed() throws IOException {
        PluginJar.resource("com.example.audit", "audit", DONE).in(folder, "audit");
        var several = Files.createDirectory(folder.resolve("backup"));
        PluginJar.resource("com.example.backup", "backup", DONE).in(several, "backup");
        Files.createDirectory(folder.resolve("..data"));
        Files.writeString(folder.resolve("README"), "no plug-in");

        assertThat(list(0))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "audit +resource +com.example.audit +1.2 +audit.jar +ready"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "backup +resource +com.example.backup +1.2 +backup +ready"));
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheRestIsThere() throws IOException {
        PluginJar.resource("com.example.audit", "audit", DONE).in(folder, "audit");
        Files.writeString(folder.resolve("broken.jar"), "not a zip file");
        Files.createDirectory(folder.resolve("empty"));
        plain("classes");
        PluginJar.of("com.example.nothing").source("Nothing").in(folder, "nothing");
        PluginJar.resource("com.example.second", "audit", DONE).in(folder, "second");
        PluginJar.resource("com.example.odd", "Odd Id", DONE).in(folder, "odd");
        PluginJar.resource("com.example.old", "old", DONE)
                .against("9.1.0", temporary)
                .in(folder, "old");
        PluginJar.resource("com.example.throwing", "throwing", DONE)
                .initializer("if (true) throw new IllegalStateException(\"no licence\");")
                .in(folder, "throwing");
        PluginJar.resource("com.example.waiting", "waiting", DONE)
                .initializer("while (id() != null) java.util.concurrent.locks.LockSupport.park();")
                .in(folder, "waiting");
        PluginJar.resource("com.example.client", "client", DONE)
                .directive("requires java.net.http;")
                .in(folder, "client");

        assertThat(list(1))
                .anySatisfy(line -> assertThat(line).matches("audit .* audit.jar +ready"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches("- .* broken.jar +left out: it cannot be loaded: .*zip.*"))
                .anySatisfy(
                        line -> assertThat(line).matches("- .* empty +left out: there is no .*"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "- .* classes.jar +left out: it is no module: .*module-info.*"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches("- .* nothing.jar +left out: it provides no backend.*"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "audit .* second.jar +left out: there is another resource 'audit', of audit.jar"))
                .anySatisfy(line ->
                        assertThat(line).matches("Odd Id .* odd.jar +left out: its id 'Odd Id' .*"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "- .* old.jar +left out: it is built for version 9.1 of .*"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "- .* throwing.jar +left out: it fails: .*IllegalStateException: no licence"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "- .* waiting.jar +left out: it did not answer within 10 s"))
                .anySatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "- .* client.jar +left out: it cannot be loaded: .*java.net.http.*"))
                .anySatisfy(line -> assertThat(line).matches("jdbi +backend .* ready"));
    }

    @Test
    void aFolderThatIsNotThereStopsTheStart() {
        assertThat(run(2, "plugins", "--plugins=" + folder.resolve("none")))
                .anySatisfy(line -> assertThat(line).contains("--plugins").contains("none"));
    }

    @Test
    void aResourceThatIsLeftOutIsNamedWithTheReason() throws IOException {
        Files.writeString(folder.resolve("audit.jar"), "not a zip file");

        assertThat(
                        run(
                                2,
                                "--plugins=" + folder,
                                "--resources=database,audit",
                                "--management-port=0"))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("--resources: there is no 'audit'")
                                .contains("audit.jar is left out"));
    }

    /// A resource that works, one that throws and one that waits for ever.
    @Test
    void aPluginHarmsOnlyItsObject(KubernetesApi api, PostgresServer postgres) throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "not a zip file");
        var notes = Files.createDirectory(temporary.resolve("notes"));
        PluginJar.resource(
                        "com.example.audit",
                        "audit",
                        """
                        var name = object.key().name();
                        if (name.equals("throws")) throw new IllegalStateException("no room");
                        while (name.equals("waits")) java.util.concurrent.locks.LockSupport.park();
                        try {
                            var file = java.nio.file.Path.of(context.options().get("folder"), name);
                            java.nio.file.Files.writeString(file, object.spec().owner());
                        } catch (java.io.IOException failure) {
                            throw new java.io.UncheckedIOException(failure);
                        }
                        return Outcome.done();
                        """)
                .in(folder, "audit");

        try (var product =
                start(
                        api,
                        postgres,
                        "--resources=database,audit",
                        "--option=audit.folder=" + notes)) {
            product.apply("throws", "throws_db", "containerconf");
            product.apply("waits", "waits_db", "containerconf");
            product.apply("example", "example_db", "containerconf");

            product.awaitReady("example");
            assertThat(notes.resolve("example")).hasContent("containerconf");
            assertThat(product.awaitReason("throws", "Failed").message())
                    .contains("IllegalStateException")
                    .doesNotContain("no room");
            product.awaitReason("waits", "Progressing");
            assertThat(product.databaseExists("throws_db")).isTrue();
            assertThat(product.databaseExists("waits_db")).isTrue();
            product.awaitLog("plug-in broken.jar is left out");

            product.delete("example");
            product.awaitGone("example");

            // In good order: it was not killed.
            assertThat(product.operator().stop()).isEqualTo(SIGTERM);
        }
    }

    /// A backend that keeps all in memory, never comes back from the creation of one database, and
    /// cannot be closed.
    @Test
    void aBackendThatHangsHarmsOnlyItsObject(KubernetesApi api, PostgresServer postgres) {
        PluginJar.of("com.example.memory")
                .provider(
                        "database.DatabaseOpsProvider",
                        """
                        private final Map<String, DatabaseState> databases = new java.util.concurrent.ConcurrentHashMap<>();
                        private final Map<String, RoleState> roles = new java.util.concurrent.ConcurrentHashMap<>();
                        public Provider() {}
                        public String id() { return "memory"; }
                        public String description() { return "keeps all in memory"; }
                        public DatabaseOps open(BackendSettings settings, Fence fence, MeterRegistry meters) {
                            return (DatabaseOps) java.lang.reflect.Proxy.newProxyInstance(
                                Provider.class.getClassLoader(),
                                new Class<?>[] {DatabaseOps.class},
                                (proxy, method, arguments) -> answer(method.getName(), arguments));
                        }
                        private Object answer(String operation, Object[] arguments) {
                            switch (operation) {
                                case "server":
                                    return new ServerInfo(180000, "1", "me", "postgres", true, true, true, null, List.of());
                                case "catalog":
                                    return new Catalog(databases.values(), roles.values(), Set.of());
                                case "holders":
                                    return Map.of();
                                case "endOtherProcesses":
                                    return 0;
                                case "createRole":
                                    var role = ((RoleName) arguments[0]).value();
                                    roles.put(role, new RoleState(1, role, new Comment(((RoleClaim) arguments[1]).line()), false));
                                    return null;
                                case "createDatabase":
                                    var database = (NewDatabase) arguments[0];
                                    var name = database.name().value();
                                    while (name.equals("waits_db")) java.util.concurrent.locks.LockSupport.park();
                                    databases.put(name, new DatabaseState(
                                        1, name, database.owner().value(),
                                        new Comment(((DatabaseClaim) arguments[1]).line()), false, false));
                                    return null;
                                case "dropDatabase":
                                    databases.remove(((DatabaseState) arguments[0]).name());
                                    return List.of();
                                case "dropRole":
                                    roles.remove(((RoleState) arguments[0]).name());
                                    return null;
                                case "close":
                                    while (true) java.util.concurrent.locks.LockSupport.park();
                                default:
                                    throw new UnsupportedOperationException(operation);
                            }
                        }
                        """)
                .in(folder, "memory");

        try (var product = start(api, postgres, "--backend=memory")) {
            product.apply("waits", "waits_db", "containerconf");
            product.awaitReason("waits", "Progressing");
            product.apply("example", "example_db", "containerconf");

            product.awaitReady("example");
            assertThat(product.condition("waits").reason()).isEqualTo("Progressing");
            product.delete("example");
            product.awaitGone("example");

            assertThat(product.operator().stop()).isEqualTo(SIGTERM);
            product.awaitLog("cannot be closed: it did not answer within 2 s");
        }
    }

    @Test
    void aTransportOfAPluginBringsTheObjects(KubernetesApi api, PostgresServer postgres) {
        PluginJar.of("com.example.hasty")
                .provider(
                        "transport.TransportProvider",
                        """
                        public Provider() {}
                        public String id() { return "hasty"; }
                        public String description() { return "lists all the time"; }
                        public Transport open(TransportSettings settings, MeterRegistry meters) {
                            return (source, sink) -> {
                                while (true) {
                                    try {
                                        sink.replace(source.list().objects());
                                    } catch (SourceException again) {
                                        continue;
                                    } finally {
                                        Thread.sleep(200);
                                    }
                                }
                            };
                        }
                        """)
                .in(folder, "hasty");

        try (var product = start(api, postgres, "--transport=hasty")) {
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");
            product.delete("example");
            product.awaitGone("example");
        }
    }

    /// Starts the operator with the plug-ins of the folder.
    private Product start(KubernetesApi api, PostgresServer postgres, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.add("--plugins=" + folder);
        var product =
                Product.start(api, postgres, postgres.superuser(), all.toArray(String[]::new));
        product.awaitKind();
        return product;
    }

    private void plain(String name) throws IOException {
        PluginJar.of("com.example.plain").source("Plain").withoutDescriptor().in(folder, name);
    }

    private List<String> list(int code) {
        return run(code, "plugins", "--plugins=" + folder);
    }

    private static List<String> run(int code, String... arguments) {
        var operator =
                OperatorProcess.start(
                        OperatorProcess.launcher(Path.of("..").toAbsolutePath().normalize()),
                        Map.of(),
                        List.of(arguments),
                        line -> {});
        assertThat(operator.await(Duration.ofMinutes(1))).isTrue();
        assertThat(operator.stop()).as(operator.log().toString()).isEqualTo(code);
        return operator.log();
    }
}
