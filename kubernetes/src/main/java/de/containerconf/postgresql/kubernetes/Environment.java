package de.containerconf.postgresql.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// What surrounds the process and tells where the cluster is.
///
/// @param variables environment variables
/// @param home the user's folder
/// @param serviceAccount where Kubernetes mounts the credentials of a pod
record Environment(Map<String, String> variables, Path home, Path serviceAccount) {

    /// As long as `reportingInstance` of an event may be.
    private static final int MAX_INSTANCE = 128;

    static Environment ofProcess() {
        return new Environment(
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    Path tokenFile() {
        return serviceAccount.resolve("token");
    }

    Path caFile() {
        return serviceAccount.resolve("ca.crt");
    }

    /// The namespace of the pod; `default` outside of one.
    String namespace() {
        try {
            return Files.readString(serviceAccount.resolve("namespace")).strip();
        } catch (IOException noPod) {
            return "default";
        }
    }

    /// Names this process to people: of a pod, its name.
    String instance() {
        var host = variables.getOrDefault("HOSTNAME", "");
        return host.isBlank() || host.length() > MAX_INSTANCE ? "postgresql-operator" : host;
    }

    /// Whether this is a pod with a service account.
    boolean inCluster() {
        return Files.isRegularFile(tokenFile()) && variables.containsKey("KUBERNETES_SERVICE_HOST");
    }

    /// The kubeconfig that `kubectl` would use.
    ///
    /// @throws IllegalArgumentException if the variable names several: they are not merged here
    Optional<Path> kubeconfig() {
        var variable = variables.getOrDefault("KUBECONFIG", "");
        var files =
                Arrays.stream(variable.split(File.pathSeparator))
                        .filter(file -> !file.isBlank())
                        .toList();
        if (files.size() > 1) {
            throw new IllegalArgumentException(
                    "the variable KUBECONFIG names %d files, and they are not merged here: choose one with kubernetes.kubeconfig"
                            .formatted(files.size()));
        }
        if (files.size() == 1) {
            return Optional.of(Path.of(files.getFirst()));
        }
        return Optional.of(home.resolve(".kube").resolve("config")).filter(Files::exists);
    }
}
