package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./dev bench`: measures, prints, and writes what a complete run measured to `bench/results.md`.
public final class Bench {

    private static final Path RESULTS = Path.of("bench/results.md");

    private Bench() {}

    /// Measures.
    ///
    /// @param arguments see [Options]
    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(List.of(arguments), System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        var report = String.join("\n\n", measure(options)) + "\n";
        System.out.println();
        System.out.print(report);
        if (options.complete()) {
            Files.writeString(RESULTS, report);
            System.out.println("\nwritten to " + RESULTS);
        }
        // Threads of HTTP clients and of the API server would go on.
        System.exit(0);
    }

    private static List<String> measure(Options options) {
        var parts = new ArrayList<String>();
        parts.add("# Results of `./dev bench`");
        parts.add(Machine.describe());
        var creation = new CreationTable();
        for (var setting : options.settings()) {
            System.out.println("== " + setting.name());
            try (var stage = Stage.open(setting)) {
                options.objects(setting)
                        .forEach(count -> creation.add(new Creation(stage, count).run()));
                if (setting.equals(Setting.USUAL)) {
                    parts.add(new WithSecrets(stage).run(options.objects(setting)));
                }
                if (options.complete() && !setting.fsync()) {
                    parts.add(new StartUp(stage).run());
                }
                if (options.complete() && setting.equals(Setting.USUAL)) {
                    parts.add(new AtRest(stage).run());
                }
            }
        }
        parts.add(2, creation.markdown());
        return parts;
    }
}
