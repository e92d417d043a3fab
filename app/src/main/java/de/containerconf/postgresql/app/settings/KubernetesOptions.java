package de.containerconf.postgresql.app.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the Kubernetes API server is. Without any of these: in-cluster where there is a service
/// account, else kubeconfig.
public final class KubernetesOptions {

    @Option(names = "--kubernetes.incluster", description = "Use the service account of the pod.")
    public boolean inCluster;

    @Option(
            names = "--kubernetes.server",
            paramLabel = "URL",
            description =
                    "Address of the API server, with a client certificate. Excludes --kubernetes.kubeconfig.")
    public @Nullable String server;

    @Option(
            names = "--kubernetes.crt",
            paramLabel = "FILE",
            description = "Client certificate, for --kubernetes.server.")
    public @Nullable Path crt;

    @Option(
            names = "--kubernetes.key",
            paramLabel = "FILE",
            description = "Key of the client certificate, for --kubernetes.server.")
    public @Nullable Path key;

    @Option(
            names = "--kubernetes.ca",
            paramLabel = "FILE",
            description = "Certificates of the authorities to trust, for --kubernetes.server.")
    public @Nullable Path ca;

    @Option(
            names = "--kubernetes.kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig file (default: $KUBECONFIG, then ~/.kube/config).")
    public @Nullable Path kubeconfig;

    @Option(
            names = "--kubernetes.context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig file (default: its current one).")
    public @Nullable String context;
}
