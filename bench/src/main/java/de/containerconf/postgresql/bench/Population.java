package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The objects of a stage, all Ready, and their databases. Up to 1,000 are created by the operator,
/// against plain SQL. To come to more, those that are there stay, and the rest are [CatalogRows],
/// which the operator finds when it starts.
final class Population {

    private static final int CREATED = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Stage stage;
    private List<String> created = List.of();
    private int count;

    Population(Stage stage) {
        this.stage = stage;
    }

    /// How it came to its size.
    ///
    /// @param created by the operator: all rounds, by their ratios; none where those of the size
    ///   before are there
    /// @param rows objects whose databases were there before the operator was
    /// @param found from when the operator had its objects until all of those were Ready
    record Growth(List<Creation.Pair> created, int databases, int rows, Duration found) {}

    /// The names of those whose databases are really there. They begin alike, and with no other's
    /// beginning.
    List<String> created() {
        return created;
    }

    /// How many objects there are.
    int count() {
        return count;
    }

    /// Brings it to that size, which is larger than before.
    Growth grow(int size) {
        List<Creation.Pair> rounds = List.of();
        if (size <= CREATED || created.isEmpty()) {
            if (!created.isEmpty()) {
                stage.clean(created);
            }
            // So that its memory does not tell of the sizes before.
            stage.stopOperator();
            stage.startOperator();
            var kept = new Creation(stage, Math.min(size, CREATED)).keep();
            created = kept.names();
            count = created.size();
            rounds = kept.rounds();
        }
        var rows = size - count;
        var found = rows == 0 ? Duration.ZERO : find(rows);
        count = size;
        return new Growth(rounds, created.size(), rows, found);
    }

    private Duration find(int rows) {
        var names =
                IntStream.range(0, rows).mapToObj(i -> "found%dx%d".formatted(rows, i)).toList();
        stage.stopOperator();
        stage.objects().create(names);
        var uids = stage.objects().uids();
        new CatalogRows(stage.databases(), stage.objects().cluster())
                .add(names.stream().collect(Collectors.toMap(name -> name, uids::get)));
        var operator = stage.launchOperator();
        Poll.until(PATIENCE, Duration.ofMillis(20), operator::ready);
        var begin = System.nanoTime();
        Poll.until(
                PATIENCE,
                Duration.ofMillis(500),
                () -> operator.metrics().sum("operator_objects", "ready=\"true\"") == count + rows);
        var found = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("%d objects found Ready in %.1f s%n", rows, found.toMillis() / 1e3);
        if (stage.objects().ready() != count + rows) {
            throw new IllegalStateException("the operator believes more objects Ready than are");
        }
        return found;
    }
}
