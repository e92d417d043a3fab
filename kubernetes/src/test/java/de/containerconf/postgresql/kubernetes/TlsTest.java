package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a server that asks for a certificate, and records whose it got and which token.
class TlsTest {

    @TempDir Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        for (var file :
                List.of(
                        "rsa.crt",
                        "ec.crt",
                        "rsa-pkcs1.pem",
                        "rsa-pkcs8.pem",
                        "ec-sec1.pem",
                        "ec-pkcs8.pem")) {
            try (var in = TlsTest.class.getResourceAsStream(file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var context = context();
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        var ssl = context.getDefaultSSLParameters();
                        ssl.setWantClientAuth(true);
                        parameters.setSSLParameters(ssl);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    var session = ((HttpsExchange) exchange).getSSLSession();
                    String who;
                    try {
                        who = session.getPeerCertificates()[0].getPublicKey().getAlgorithm();
                    } catch (SSLPeerUnverifiedException _) {
                        who = exchange.getRequestHeaders().getFirst("Authorization");
                    }
                    seen.add(String.valueOf(who));
                    var body = "{\"metadata\": {\"uid\": \"id\"}}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var file : List.of("rsa.crt", "ec.crt")) {
            try (var in = Files.newInputStream(folder.resolve(file))) {
                store.setCertificateEntry(
                        file, CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var keys = ClientKey.keyManagers(bytes("rsa.crt"), bytes("rsa-pkcs1.pem"), "server");
        var context = SSLContext.getInstance("TLS");
        context.init(keys.toArray(KeyManager[]::new), trust.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-pkcs1.pem, RSA",
        "rsa.crt, rsa-pkcs8.pem, RSA",
        "ec.crt, ec-sec1.pem, EC",
        "ec.crt, ec-pkcs8.pem, EC"
    })
    void aClientCertificateIsShown(String crt, String key, String algorithm) throws IOException {
        clusterId(
                new KubernetesSettings(
                        false,
                        url(),
                        folder.resolve(crt),
                        folder.resolve(key),
                        folder.resolve("rsa.crt"),
                        null,
                        null));
        clusterId(
                kubeconfig(
                        "client-certificate: %s\n    client-key: ./%s".formatted(crt, key),
                        "certificate-authority: rsa.crt"));
        clusterId(
                kubeconfig(
                        "client-certificate-data: %s\n    client-key-data: %s"
                                .formatted(base64(crt), base64(key)),
                        "certificate-authority-data: " + base64("rsa.crt")));

        assertThat(seen).hasSize(3).containsOnly(algorithm);
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTrusted() throws IOException {
        var settings = kubeconfig("token: secret", "certificate-authority: ec.crt");

        assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                .isThrownBy(() -> clusterId(settings))
                .withMessageContaining("does not come from an authority that is trusted")
                .withMessageContaining("--kubernetes.ca")
                .withMessageNotContaining("secret");
        assertThat(seen).isEmpty();

        clusterId(kubeconfig("token: abc", "insecure-skip-tls-verify: true"));
        assertThat(seen).containsExactly("Bearer abc");
    }

    @Test
    void theNameOfTheServerCanBeGiven() throws IOException {
        clusterId(
                kubeconfig(
                        "token: abc",
                        "certificate-authority: rsa.crt\n    tls-server-name: localhost"));
        var other =
                kubeconfig(
                        "token: abc",
                        "certificate-authority: rsa.crt\n    tls-server-name: example.com");

        assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                .isThrownBy(() -> clusterId(other))
                .withMessageContaining("is for another name")
                .withMessageContaining("tls-server-name");
        assertThat(seen).hasSize(1);
    }

    @Test
    void inAPodTheTokenOfItsServiceAccountIsSent() throws Exception {
        var account = Files.createDirectory(folder.resolve("account"));
        Files.copy(folder.resolve("rsa.crt"), account.resolve("ca.crt"));
        Files.writeString(account.resolve("token"), "mounted\n");
        var environment =
                new Environment(
                        Map.of(
                                "KUBERNETES_SERVICE_HOST",
                                "127.0.0.1",
                                "KUBERNETES_SERVICE_PORT",
                                Integer.toString(server.getAddress().getPort())),
                        folder,
                        account);
        try (var api =
                new ApiServer(
                        Connection.of(KubernetesSettings.DEFAULT, environment),
                        Duration.ofMinutes(1),
                        new SimpleMeterRegistry())) {
            Requests.get(api, api.url("x").build(), LenientJson::element);
        }

        assertThat(seen).containsExactly("Bearer mounted");
    }

    private void clusterId(KubernetesSettings settings) {
        try (var kubernetes = Kubernetes.connect(settings, new SimpleMeterRegistry())) {
            assertThat(kubernetes.clusterId()).isEqualTo("id");
        }
    }

    private KubernetesSettings kubeconfig(String user, String authority) throws IOException {
        return KubernetesSettings.ofKubeconfig(
                Files.writeString(
                        folder.resolve("kubeconfig"),
                        """
                        current-context: main
                        clusters:
                        - name: c
                          cluster:
                            server: %s
                            %s
                        contexts:
                        - name: main
                          context: {cluster: c, user: u}
                        users:
                        - name: u
                          user:
                            %s
                        """
                                .formatted(url(), authority, user)),
                null);
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private String base64(String file) throws IOException {
        return Base64.getEncoder().encodeToString(bytes(file));
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }
}
