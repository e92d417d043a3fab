package de.containerconf.postgresql.kubernetes;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which cluster to connect to, and as whom. One of three ways: the service account of a pod, a
/// server with files, or a kubeconfig. With none of them chosen: the service account if there is
/// one, else the kubeconfig that `kubectl` would use.
///
/// @param inCluster use the service account that Kubernetes mounts into a pod
/// @param server URL of the API server
/// @param crt PEM file of the client certificate, for `server`
/// @param key PEM file of the client certificate's key, for `server`
/// @param ca PEM file of the authorities to trust, for `server`; null: the JDK's
/// @param kubeconfig path of a kubeconfig file
/// @param context a context of the kubeconfig; null: its current one
public record KubernetesSettings(
        boolean inCluster,
        @Nullable String server,
        @Nullable Path crt,
        @Nullable Path key,
        @Nullable Path ca,
        @Nullable Path kubeconfig,
        @Nullable String context) {

    /// Nothing chosen.
    public static final KubernetesSettings DEFAULT =
            new KubernetesSettings(false, null, null, null, null, null, null);

    /// @throws IllegalArgumentException if the settings contradict each other; the message names
    ///   them
    public KubernetesSettings {
        var ways = new ArrayList<String>();
        if (inCluster) {
            ways.add("kubernetes.incluster");
        }
        if (server != null) {
            ways.add("kubernetes.server");
            requireUrl(server);
        }
        if (kubeconfig != null) {
            ways.add("kubernetes.kubeconfig");
        }
        if (ways.size() > 1) {
            throw new IllegalArgumentException(
                    "%s exclude each other: set one of them".formatted(String.join(" and ", ways)));
        }
        if (server == null && (crt != null || key != null || ca != null)) {
            throw new IllegalArgumentException(
                    "kubernetes.crt, kubernetes.key and kubernetes.ca belong to kubernetes.server,"
                            + " which is not set");
        }
        if ((crt == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "kubernetes.crt and kubernetes.key belong together: set both or neither");
        }
        if (context != null && (inCluster || server != null)) {
            throw new IllegalArgumentException(
                    "kubernetes.context chooses from a kubeconfig: it cannot be set together with "
                            + ways.getFirst());
        }
    }

    /// Uses a kubeconfig file.
    ///
    /// @param context null: the current one of the file
    public static KubernetesSettings ofKubeconfig(Path kubeconfig, @Nullable String context) {
        return new KubernetesSettings(false, null, null, null, null, kubeconfig, context);
    }

    private static void requireUrl(String server) {
        try {
            var url = new URI(server);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http")) && url.getHost() != null) {
                // A password in the URL would be shown with every error.
                if (url.getRawUserInfo() == null) {
                    return;
                }
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "kubernetes.server must be a URL as https://host:port, without user and password");
    }
}
