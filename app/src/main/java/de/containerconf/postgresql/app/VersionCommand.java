package de.containerconf.postgresql.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the versions.
@Command(name = "version", description = "Print the version of the operator and of Java.")
final class VersionCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine()
                    .getOut()
                    .printf("postgresql-operator %s, Java %s%n", version(), Runtime.version());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    /// The version that the build wrote into the module; a development version has none.
    static String version() {
        var descriptor = VersionCommand.class.getModule().getDescriptor();
        return descriptor == null ? "development" : descriptor.rawVersion().orElse("development");
    }
}
