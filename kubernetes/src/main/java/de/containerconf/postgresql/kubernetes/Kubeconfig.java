package de.containerconf.postgresql.kubernetes;

import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// One context of a kubeconfig file, read by the official client. Errors name the file and never
/// quote it, because it holds keys and tokens.
final class Kubeconfig {

    private static final System.Logger LOG = System.getLogger(Kubeconfig.class.getName());

    /// Tokens of exec plug-ins last from 14 minutes (EKS) to an hour; a refused one is fetched anew
    /// at once.
    private static final Duration RELOAD = Duration.ofMinutes(5);

    private final KubeConfig config;
    private final String where;

    private Kubeconfig(KubeConfig config, String where) {
        this.config = config;
        this.where = where;
    }

    /// @param context null: the current one
    /// @param setting how to name the setting in an error
    static Kubeconfig read(Path file, @Nullable String context, String setting) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s: the file %s cannot be read (%s)"
                            .formatted(setting, file, e.getClass().getSimpleName()),
                    e);
        }
        KubeConfig config;
        try {
            config = KubeConfig.loadKubeConfig(new StringReader(text));
        } catch (RuntimeException e) {
            // Not as the cause: its message quotes the file.
            var line =
                    e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                            ? ", see line " + (marked.getProblemMark().getLine() + 1)
                            : "";
            throw new IllegalArgumentException(
                    "%s: the file %s is not a kubeconfig%s".formatted(setting, file, line));
        }
        // The client resolves relative paths against the parent, which a bare name has not.
        config.setFile(file.toAbsolutePath().toFile());
        var kubeconfig = new Kubeconfig(config, "%s: the file %s".formatted(setting, file));
        kubeconfig.choose(context);
        return kubeconfig;
    }

    private void choose(@Nullable String context) {
        if (context != null && !config.setContext(context)) {
            throw new IllegalArgumentException(
                    "kubernetes.context: there is no context '%s' in the kubeconfig; it has %s"
                            .formatted(context, names(config.getContexts())));
        }
        if (config.getServer() == null) {
            throw new IllegalArgumentException(
                    config.getCurrentContext() == null
                            ? "%s has no current-context: choose one with kubernetes.context, of %s"
                                    .formatted(where, names(config.getContexts()))
                            : "%s has no server for the context '%s'"
                                    .formatted(where, config.getCurrentContext()));
        }
    }

    Connection connect() {
        var builder = new ClientBuilder();
        if (!config.verifySSL()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The kubeconfig says insecure-skip-tls-verify: who answers as the API server is not checked.");
            builder.setVerifyingSsl(false);
        }
        builder.setTlsServerName(config.getTlsServerName());
        var login = login();
        var server = config.getServer();
        return Connection.of(
                builder,
                server.contains("://") ? server : "https://" + server,
                data(
                        "certificate-authority",
                        config.getCertificateAuthorityData(),
                        config.getCertificateAuthorityFile()),
                where + ": certificate-authority",
                login.keys(),
                login.authorization());
    }

    /// A certificate, or a header, or neither.
    private record Login(List<KeyManager> keys, @Nullable Authorization authorization) {}

    /// In the client's order: certificate, user and password, then tokens.
    private Login login() {
        var certificate =
                data(
                        "client-certificate",
                        config.getClientCertificateData(),
                        config.getClientCertificateFile());
        var key = data("client-key", config.getClientKeyData(), config.getClientKeyFile());
        if (certificate != null && key != null) {
            var name = where + ": client-certificate and client-key";
            return new Login(ClientKey.keyManagers(certificate, key, name), null);
        }
        if (config.getUsername() != null && config.getPassword() != null) {
            return new Login(
                    List.of(), Authorization.basic(config.getUsername(), config.getPassword()));
        }
        var credentials = credentials();
        var pem = credentials.get(KubeConfig.CRED_CLIENT_CERTIFICATE_DATA_KEY);
        var pemKey = credentials.get(KubeConfig.CRED_CLIENT_KEY_DATA_KEY);
        if (pem != null && pemKey != null) {
            return new Login(
                    ClientKey.keyManagers(
                            pem.getBytes(StandardCharsets.UTF_8),
                            pemKey.getBytes(StandardCharsets.UTF_8),
                            where + ": the certificate of the exec plug-in"),
                    null);
        }
        if (credentials.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The kubeconfig gives no credentials for the context {0}: requests are anonymous.",
                    config.getCurrentContext());
            return new Login(List.of(), null);
        }
        return new Login(List.of(), Authorization.bearer(this::token, RELOAD));
    }

    private String token() throws IOException {
        var token = credentials().get(KubeConfig.CRED_TOKEN_KEY);
        if (token == null || token.isBlank()) {
            throw new IOException(where + " gives no token (tokenFile, or its exec plug-in)");
        }
        return token.strip();
    }

    /// Runs the exec plug-in, if that is where credentials come from.
    private Map<String, String> credentials() {
        try {
            var credentials = config.getCredentials();
            return credentials == null ? Map.of() : credentials;
        } catch (RuntimeException e) {
            // Not as the cause: it may quote what the plug-in printed.
            throw new IllegalArgumentException(
                    "%s: the credentials of the context '%s' cannot be read (%s)"
                            .formatted(
                                    where,
                                    config.getCurrentContext(),
                                    e.getClass().getSimpleName()));
        }
    }

    private byte @Nullable [] data(String field, @Nullable String inline, @Nullable String file) {
        try {
            return config.getDataOrFileRelative(inline, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s: %s: the file %s cannot be read (%s)"
                            .formatted(where, field, file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static String names(@Nullable Iterable<?> entries) {
        var names = Stream.<Object>builder();
        if (entries != null) {
            entries.forEach(entry -> {
                if (entry instanceof Map<?, ?> map && map.get("name") != null) {
                    names.add(map.get("name"));
                }
            });
        }
        return names.build().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
