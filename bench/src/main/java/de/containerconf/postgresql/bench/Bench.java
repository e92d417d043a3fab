package de.containerconf.postgresql.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./dev bench`: measures, prints, and writes what a complete run measured to `bench/results.md`,
/// with `--scale` to `bench/scale.md` and `bench/scale.svg`.
public final class Bench {

    private static final Path RESULTS = Path.of("bench/results.md");
    private static final Path SCALE = Path.of("bench/scale.md");
    private static final Path PLOT = Path.of("bench/scale.svg");

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
        if (options.scale()) {
            scale(options);
        } else {
            compare(options);
        }
        // Threads of HTTP clients and of the API server would go on.
        System.exit(0);
    }

    private static void compare(Options options) throws IOException {
        publish(options, RESULTS, String.join("\n\n", measure(options)) + "\n");
    }

    private static void scale(Options options) throws IOException {
        var report = new ScaleReport(Machine.describe(), new Scale(options.sizes()).run());
        publish(options, SCALE, report.markdown());
        if (options.complete()) {
            Files.writeString(PLOT, report.plot());
        }
    }

    private static void publish(Options options, Path file, String report) throws IOException {
        System.out.println();
        System.out.print(report);
        if (options.complete()) {
            Files.writeString(file, report);
            System.out.println("\nwritten to " + file);
        }
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
