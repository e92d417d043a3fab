package de.containerconf.postgresql.it;

import de.containerconf.postgresql.testkit.KubernetesApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program `kubectl`, as administrator.
final class Kubectl {

    private final Tool tool = Tool.named("kubectl");
    private final KubernetesApi api;
    private final Path cache;

    /// Skips the test where there is no such program.
    ///
    /// @param cache a folder that it may write to
    Kubectl(KubernetesApi api, Path cache) {
        this.api = api;
        this.cache = cache;
    }

    /// What it prints in the namespace of the test; it must succeed.
    String run(String... arguments) throws IOException, InterruptedException {
        return runIn(api.namespace(), arguments);
    }

    /// What it prints in another namespace.
    String runIn(String namespace, String... arguments) throws IOException, InterruptedException {
        var all =
                new ArrayList<>(
                        List.of(
                                "--kubeconfig=" + api.kubeconfig(),
                                "--cache-dir=" + cache,
                                "--namespace=" + namespace));
        all.addAll(List.of(arguments));
        return tool.run(all);
    }
}
