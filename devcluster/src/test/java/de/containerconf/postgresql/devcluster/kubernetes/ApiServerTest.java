package de.containerconf.postgresql.devcluster.kubernetes;

import static de.containerconf.postgresql.devcluster.kubernetes.ServerFixture.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {

    @Test
    void theKubeconfigNamesTheServer(@TempDir Path directory) throws Exception {
        try (var fixture = new ServerFixture(null)) {
            var file = directory.resolve("kubeconfig");

            fixture.server().writeKubeconfig(file);

            assertThat(Files.readString(file))
                    .contains("server: \"" + fixture.server().url() + "\"");
        }
    }

    @Test
    void aClusterHasItsUsualNamespaces() throws Exception {
        try (var fixture = new ServerFixture(null)) {
            assertThat(fixture.get("/api/v1/namespaces").body())
                    .contains("\"default\"", "\"kube-system\"");
        }
    }

    @Test
    void itSaysThatItIsReadyAndWhatItIs() throws Exception {
        try (var fixture = new ServerFixture(null)) {
            assertThat(fixture.get("/readyz").body()).isEqualTo("ok");
            assertThat(fixture.get("/version").body()).contains("\"minor\":\"37\"");
        }
    }

    @Test
    void plainTextOfASecretIsEncoded() throws Exception {
        try (var fixture = new ServerFixture(null)) {
            var created =
                    fixture.send(
                            "POST",
                            "/api/v1/namespaces/default/secrets",
                            "{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"a\":\"b\"}}");

            assertThat(created.body()).contains("\"a\":\"Yg==\"").doesNotContain("stringData");
        }
    }

    @Test
    void writesOfManyThreadsHaveDistinctResourceVersionsAndComeInOrder() throws Exception {
        try (var fixture = new ServerFixture(null);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = ServerFixture.resourceVersion(fixture.get(CONFIG_MAPS));
            var writes = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 200; i++) {
                var name = "c" + i;
                writes.add(() -> ServerFixture.resourceVersion(fixture.createConfigMap(name)));
            }

            var versions = new HashSet<Long>();
            for (var written : threads.invokeAll(writes)) {
                versions.add(written.get());
            }

            var seen =
                    fixture.get(CONFIG_MAPS + "?watch=1&timeoutSeconds=1&resourceVersion=" + start)
                            .body()
                            .lines()
                            .map(line ->
                                    Long.valueOf(
                                            Json.textAt(
                                                    Json.parse(line),
                                                    "object",
                                                    "metadata",
                                                    "resourceVersion")))
                            .toList();
            assertThat(versions).hasSize(200);
            assertThat(seen).isSorted().containsExactlyInAnyOrderElementsOf(versions);
        }
    }
}
