package de.containerconf.postgresql.it;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command of the product that ends by itself.
///
/// @param exit the code that it exited with
/// @param lines what it printed
record Command(int exit, List<String> lines) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Runs it with the settings that lead to these servers.
    ///
    /// @param folder where the password is put
    static Command run(
            String name,
            KubernetesApi api,
            PostgresServer postgres,
            Login login,
            Path folder,
            String... more)
            throws IOException {
        var password = Files.writeString(folder.resolve("password"), login.password());
        var arguments =
                new ArrayList<>(
                        List.of(
                                name,
                                "--postgresql.host=" + postgres.host(),
                                "--postgresql.port=" + postgres.port(),
                                "--postgresql.user=" + login.name(),
                                "--postgresql.password-file=" + password,
                                "--namespaces=" + api.namespace()));
        arguments.addAll(List.of(more));
        if (arguments.stream().noneMatch(each -> each.startsWith("--kubernetes."))) {
            arguments.add("--kubernetes.kubeconfig=" + api.kubeconfig());
        }
        var root = Path.of("..").toAbsolutePath().normalize();
        var process =
                OperatorProcess.start(
                        OperatorProcess.launcher(root),
                        Map.of(),
                        arguments,
                        line -> System.out.println(name + " | " + line));
        if (!process.await(PATIENCE)) {
            process.kill();
            throw new AssertionError(name + " does not end: " + process.log());
        }
        return new Command(process.stop(), process.log());
    }
}
