package de.containerconf.postgresql.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints what lets a shell complete commands and flags. Not shown: it is for a line in a profile.
@Command(
        name = "completion",
        hidden = true,
        description =
                "Print the completion for bash and zsh, for: source <(postgresql-operator completion)")
final class CompletionCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            var root = spec.root();
            spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
