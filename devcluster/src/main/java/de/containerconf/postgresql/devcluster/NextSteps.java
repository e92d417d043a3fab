package de.containerconf.postgresql.devcluster;

import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

/// What to type next, for the tools that this machine has.
final class NextSteps {

    private NextSteps() {}

    static String text(Path kubeconfig, EmbeddedPostgres database) {
        var lines = new ArrayList<String>();
        lines.add("Try in another terminal:");
        if (has("kubectl")) {
            lines.add("  export KUBECONFIG=" + kubeconfig);
            lines.add("  kubectl get pgc -w");
            lines.add(
                    "  kubectl patch pgc example --type merge -p '{\"spec\":{\"owner\":\"somebody\"}}'");
            lines.add("  kubectl delete pgc example");
        } else {
            lines.add(
                    "  (kubectl is not on the PATH: get it to create, change and delete objects)");
        }
        if (has("psql")) {
            lines.add(
                    "  PGPASSWORD=$(cat %s) psql -h %s -p %d -U %s -l"
                            .formatted(
                                    database.passwordFile(),
                                    database.host(),
                                    database.port(),
                                    EmbeddedPostgres.USER));
        }
        lines.add("Ctrl-C ends everything.");
        return String.join("\n", lines);
    }

    private static boolean has(String program) {
        var path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .map(folder -> Path.of(folder, program))
                        .anyMatch(Files::isExecutable);
    }
}
