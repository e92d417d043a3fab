package de.containerconf.postgresql.kubernetes;

import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// Connects as the settings say. No request is sent yet.
///
/// @param http speaks TLS and authenticates
/// @param base URL that all paths are appended to
record Connection(OkHttpClient http, HttpUrl base) {

    /// The mounted token is replaced long before it expires; client-go reads it as often.
    private static final Duration TOKEN_FILE_RELOAD = Duration.ofMinutes(1);

    /// @throws IllegalArgumentException if the settings lead nowhere; the message names them
    static Connection of(KubernetesSettings settings, Environment environment) {
        if (settings.server() != null) {
            return ofServer(settings, settings.server());
        }
        if (settings.kubeconfig() != null) {
            return Kubeconfig.read(
                            settings.kubeconfig(), settings.context(), "kubernetes.kubeconfig")
                    .connect();
        }
        if (settings.inCluster() || (settings.context() == null && environment.inCluster())) {
            return ofPod(environment);
        }
        var file =
                environment
                        .kubeconfig()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "no cluster to connect to: this is not a pod with a service account, and there is no ~/.kube/config. Set kubernetes.kubeconfig or kubernetes.server"));
        return Kubeconfig.read(file, settings.context(), "the kubeconfig").connect();
    }

    private static Connection ofServer(KubernetesSettings settings, String server) {
        List<KeyManager> keys = List.of();
        if (settings.crt() != null && settings.key() != null) {
            keys =
                    ClientKey.keyManagers(
                            bytes("kubernetes.crt", settings.crt()),
                            bytes("kubernetes.key", settings.key()),
                            "kubernetes.crt and kubernetes.key");
        }
        var authority = settings.ca() == null ? null : bytes("kubernetes.ca", settings.ca());
        return of(new ClientBuilder(), server, authority, "kubernetes.ca", keys, null);
    }

    private static Connection ofPod(Environment environment) {
        var host = environment.variables().get("KUBERNETES_SERVICE_HOST");
        var port = environment.variables().getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host == null || !Files.isRegularFile(environment.tokenFile())) {
            throw new IllegalArgumentException(
                    "kubernetes.incluster is set, but this is not a pod with a service account: KUBERNETES_SERVICE_HOST or %s is missing. Set kubernetes.kubeconfig instead"
                            .formatted(environment.tokenFile()));
        }
        try {
            // Puts an IPv6 address into brackets.
            var server = new URI("https", null, host, Integer.parseInt(port), null, null, null);
            return of(
                    new ClientBuilder(),
                    server.toString(),
                    bytes("the service account's CA", environment.caFile()),
                    "the service account's CA",
                    List.of(),
                    Authorization.bearer(() -> text(environment.tokenFile()), TOKEN_FILE_RELOAD));
        } catch (URISyntaxException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no host and port: %s, %s"
                            .formatted(host, port),
                    e);
        }
    }

    /// @param authority PEM to trust, or null: the JDK's
    /// @param authorityName how to name it in an error
    static Connection of(
            ClientBuilder builder,
            String server,
            byte @Nullable [] authority,
            String authorityName,
            List<KeyManager> keys,
            @Nullable Authorization authorization) {
        var client = new LeanApiClient();
        builder.setApiClient(client)
                .setBasePath(server)
                .setCertificateAuthority(authority)
                .setAuthentication(each ->
                        each.setKeyManagers(
                                keys.isEmpty() ? null : keys.toArray(KeyManager[]::new)))
                .build();
        if (server.toLowerCase(Locale.ROOT).startsWith("https:")) {
            try {
                client.complete();
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "%s cannot be used: %s".formatted(authorityName, Failures.words(e)), e);
            }
        }
        var http = client.getHttpClient();
        if (authorization != null) {
            http = http.newBuilder().addInterceptor(authorization).build();
        }
        return new Connection(http, HttpUrl.get(client.getBasePath()));
    }

    static byte[] bytes(String setting, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s: the file %s cannot be read (%s)"
                            .formatted(setting, file, e.getClass().getSimpleName()),
                    e);
        }
    }

    /// @throws IOException naming the file, never its content
    static String text(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the token file " + file + " cannot be read", e);
        }
    }
}
