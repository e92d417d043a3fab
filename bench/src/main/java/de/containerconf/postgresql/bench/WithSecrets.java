package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What a Secret costs beside its database: objects that ask for one and objects that do not, in
/// turns, by an operator that is idle when the first of them comes.
final class WithSecrets {

    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Stage stage;
    private int runs;

    WithSecrets(Stage stage) {
        this.stage = stage;
    }

    /// @param counts how many objects, one row each
    String run(List<Integer> counts) {
        var table = new Table("objects", "without", "with a Secret", "ms more an object");
        for (var count : counts) {
            if (count < 500) {
                // Neither side pays for cold caches.
                time(count, false);
            }
            var without = new ArrayList<Double>();
            var with = new ArrayList<Double>();
            for (var round = 0; round < ROUNDS; round++) {
                without.add(time(count, false));
                with.add(time(count, true));
            }
            var more = median(with) - median(without);
            table.row(
                    "%,d".formatted(count),
                    format("%.3f", median(without)),
                    format("%.3f", median(with)),
                    format("%.1f", 1_000 * more / count));
            System.out.printf("%d objects: without %s, with Secrets %s%n", count, without, with);
        }
        return """
        ## Secrets

        Objects that ask for a `connectionSecret` beside objects that do not. Seconds from the first object until the API shows all of them Ready, medians of %d rounds.

        %s\
        """
                .formatted(ROUNDS, table.markdown());
    }

    private double time(int count, boolean secrets) {
        stage.startOperator();
        var prefix = "%s%dx%dx".formatted(secrets ? "secret" : "plain", count, ++runs);
        var names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        var begin = System.nanoTime();
        stage.objects().create(names, secrets);
        var interval = Duration.ofMillis(Math.clamp(count / 4, 2, 100));
        // Asking for all objects all the time would slow down what is measured.
        Poll.until(PATIENCE, interval, () -> stage.databases().owned(prefix) == count);
        Poll.until(PATIENCE, interval, () -> stage.objects().ready() == count);
        var seconds = (System.nanoTime() - begin) / 1e9;
        stage.clean(names);
        stage.databases().dropLogins();
        return seconds;
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
