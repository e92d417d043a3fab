package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The time from the start of the process until an object that waits for it is Ready.
final class StartUp {

    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stage stage;

    StartUp(Stage stage) {
        this.stage = stage;
    }

    String run() {
        var times = new ArrayList<Duration>();
        for (var round = 0; round < ROUNDS; round++) {
            times.add(once("startup" + round));
        }
        Collections.sort(times);
        return String.format(
                Locale.ROOT,
                """
                ## Starting, API server %s

                From the start of the process until one waiting object is Ready, its role and database made: **%.2f s** (median of %d; %.2f to %.2f s).\
                """,
                stage.setting().apiName(),
                seconds(times.get(ROUNDS / 2)),
                ROUNDS,
                seconds(times.getFirst()),
                seconds(times.getLast()));
    }

    private Duration once(String name) {
        stage.stopOperator();
        stage.objects().create(List.of(name));
        var begin = System.nanoTime();
        stage.launchOperator();
        Poll.until(PATIENCE, Duration.ofMillis(5), () -> stage.objects().ready(name));
        var time = Duration.ofNanos(System.nanoTime() - begin);
        stage.clean(List.of(name));
        return time;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
