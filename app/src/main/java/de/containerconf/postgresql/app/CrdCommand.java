package de.containerconf.postgresql.app;

import de.containerconf.postgresql.kubernetes.Crd;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the CustomResourceDefinition.
@Command(
        name = "crd",
        description =
                "Print the CustomResourceDefinition, for: postgresql-operator crd | kubectl apply --server-side -f -")
final class CrdCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().getOut().print(Crd.manifest());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
