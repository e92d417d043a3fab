package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against an HTTP server that asks for a token, and records what it gets.
class KubeconfigTest {

    @TempDir Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile String accepted = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var header = exchange.getRequestHeaders().getFirst("Authorization");
                    seen.add(String.valueOf(header));
                    var code = accepted.isEmpty() || accepted.equals(header) ? 200 : 401;
                    var body = "{\"metadata\": {\"uid\": \"id\"}}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(code, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTokenIsSent() throws IOException {
        clusterId(kubeconfig("token: abc"));

        assertThat(seen).containsExactly("Bearer abc");
    }

    @Test
    void aPasswordIsSent() throws IOException {
        clusterId(kubeconfig("username: u\n    password: p"));

        assertThat(seen).containsExactly("Basic dTpw");
    }

    @Test
    void aRefusedTokenIsReadAgainAtOnce() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "old\n");
        // The first token is too young to be read again, so it must have been refused before.
        accepted = "Bearer new";
        try (var kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(kubeconfig("tokenFile: " + token), null),
                        new SimpleMeterRegistry())) {
            assertThat(catchThrowable(kubernetes::clusterId)).hasMessageContaining("401");
            Files.writeString(token, "new\n");

            await().ignoreExceptions().until(() -> kubernetes.clusterId().equals("id"));
        }
        assertThat(seen).contains("Bearer old", "Bearer new");
    }

    @Test
    void anExecPluginGivesTheToken() throws IOException {
        var plugin =
                Files.writeString(
                        folder.resolve("plugin"),
                        """
                        #!/bin/sh
                        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                          "status": {"token": "'$WORD-$1'"}}'
                        """);
        assertThat(plugin.toFile().setExecutable(true)).isTrue();

        clusterId(
                kubeconfig(
                        """
                        exec:
                              apiVersion: client.authentication.k8s.io/v1
                              command: ./plugin
                              args: [login]
                              env: [{name: WORD, value: plug}]
                              interactiveMode: Never\
                        """));

        assertThat(seen).containsExactly("Bearer plug-login");
    }

    @Test
    void theContextCanBeChosen() throws IOException {
        var file = kubeconfig("token: abc");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kubeconfig.read(file, "other", "kubernetes.kubeconfig"))
                .withMessage(
                        "kubernetes.context: there is no context 'other' in the kubeconfig; it has main, empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kubeconfig.read(file, "empty", "kubernetes.kubeconfig"))
                .withMessageContaining("has no server for the context 'empty'");
    }

    @Test
    void aBrokenFileIsNamedButNeverQuoted() throws IOException {
        var file = Files.writeString(folder.resolve("kc"), "users: [\n  token: s3cret\n:::");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kubeconfig.read(file, null, "kubernetes.kubeconfig"))
                .withMessageStartingWith(
                        "kubernetes.kubeconfig: the file " + file + " is not a kubeconfig")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    private void clusterId(Path kubeconfig) {
        try (var kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(kubeconfig, null),
                        new SimpleMeterRegistry())) {
            assertThat(kubernetes.clusterId()).isEqualTo("id");
        }
    }

    private Path kubeconfig(String user) throws IOException {
        return Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: main
                clusters:
                - name: c
                  cluster: {server: "http://%s:%d"}
                contexts:
                - name: main
                  context: {cluster: c, user: u}
                - name: empty
                  context: {cluster: none, user: u}
                users:
                - name: u
                  user:
                    %s
                """
                        .formatted(
                                server.getAddress().getAddress().getHostAddress(),
                                server.getAddress().getPort(),
                                user));
    }
}
