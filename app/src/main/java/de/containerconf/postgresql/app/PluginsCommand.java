package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.plugins.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists what can be chosen, and what cannot and why. Exits with 1 if a plug-in is left out.
@Command(
        name = "plugins",
        description =
                "List the backends, transports and resources: what is built in, and plug-ins. Exits with 1 if a plug-in cannot be used.",
        separator = "=",
        usageHelpAutoWidth = true)
final class PluginsCommand implements Callable<Integer> {

    private static final List<String> HEADINGS =
            List.of("ID", "KIND", "MODULE", "VERSION", "FILE", "STATE");
    private static final String GAP = "   ";

    @Option(names = "--plugins", paramLabel = "DIR", description = "Folder of the plug-ins.")
    @Nullable Path folder;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var plugins = new Plugins(folder);
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        rows.addAll(plugins.rows());
        if (spec != null) {
            var out = spec.commandLine().getOut();
            rows.forEach(row -> out.println(line(row, rows)));
            out.flush();
        }
        return plugins.complete() ? 0 : 1;
    }

    private static String line(List<String> row, List<List<String>> rows) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> padded(row.get(column), width(column, rows)))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static int width(int column, List<List<String>> rows) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
