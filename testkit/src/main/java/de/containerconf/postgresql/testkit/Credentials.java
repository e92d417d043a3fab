package de.containerconf.postgresql.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What a test cluster trusts: a token of an administrator, and a key for service accounts.
record Credentials(String token, Path tokens, Path serviceAccountKey) {

    private static final int KEY_BITS = 2048;
    private static final int LINE = 64;

    static Credentials create(Path directory) throws IOException {
        var bytes = new byte[16];
        RandomGenerator.of("SecureRandom").nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        var tokens = directory.resolve("tokens.csv");
        Files.writeString(tokens, token + ",admin,admin,system:masters\n");
        var key = directory.resolve("service-account.key");
        Files.writeString(key, privateKey());
        return new Credentials(token, tokens, key);
    }

    private static String privateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            var encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
            return "-----BEGIN PRIVATE KEY-----\n"
                    + encoder.encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void writeKubeconfig(Path file, String url, Path certificate) {
        try {
            var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
            Files.writeString(
                    file,
                    """
                    apiVersion: v1
                    kind: Config
                    current-context: test
                    clusters:
                    - name: test
                      cluster: {server: "%s", certificate-authority-data: "%s"}
                    contexts:
                    - name: test
                      context: {cluster: test, user: admin, namespace: default}
                    users:
                    - name: admin
                      user: {token: "%s"}
                    """
                            .formatted(url, authority, token),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A client that trusts this certificate.
    HttpClient client(Path certificate) {
        try (var in = Files.newInputStream(certificate)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            var index = 0;
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("server" + index++, each);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
