package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the operator costs with more and more objects, on one stage: to create them, at rest, at a
/// restart, to repair and to edit.
final class Scale {

    private static final Duration SETTLING = Duration.ofSeconds(20);
    static final Duration WINDOW = Duration.ofSeconds(62);
    private static final int RESTARTS = 3;

    private final List<Integer> sizes;

    /// @param sizes numbers of objects, ascending
    Scale(List<Integer> sizes) {
        this.sizes = List.copyOf(sizes);
    }

    List<Size> run() {
        try (var stage = Stage.open(Setting.USUAL)) {
            var population = new Population(stage);
            return sizes.stream().map(size -> measure(stage, population, size)).toList();
        }
    }

    private static Size measure(Stage stage, Population population, int size) {
        System.out.printf("== %,d objects%n", size);
        var growth = population.grow(size);
        Poll.pause(SETTLING);
        var rest = Rest.observe(stage, WINDOW);
        System.out.println(rest);
        // Before the restarts, so that its memory is that of one with work behind it.
        var edits = new Edits(stage).run(population.created());
        var repair = Repair.measure(stage, population.created());
        var worked = Proc.residentMebibytes(stage.operator().pid());
        var restart =
                Stream.generate(() -> Restart.measure(stage, size))
                        .limit(RESTARTS)
                        .max(Comparator.comparing(Restart::steady))
                        .orElseThrow();
        Poll.pause(SETTLING);
        var restarted = Proc.residentMebibytes(stage.operator().pid());
        return new Size(size, growth, rest, edits, repair, worked, restart, restarted);
    }

    /// What was measured at one size.
    ///
    /// @param worked memory in MiB after all that
    /// @param restart the slowest of some
    /// @param restarted memory in MiB after it
    record Size(
            int objects,
            Population.Growth growth,
            Rest rest,
            Edits.Result edits,
            Repair repair,
            double worked,
            Restart restart,
            double restarted) {}
}
