package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleReportTest {

    @Test
    void whatReachesItsAimIsSaidTo() {
        var report = new ScaleReport("| machine |", List.of(size(100, 50, 1), size(1_000, 60, 2)));

        assertThat(report.markdown())
                .contains("All aims are met.")
                .contains("| machine |")
                .containsPattern("\\| +objects \\| +100 \\| 1,000 \\| +aim \\|");
    }

    @Test
    void whatMissesItsAimIsNamed() {
        var report = new ScaleReport("", List.of(size(100, 50, 1), size(1_000, 250, 6)));

        assertThat(report.markdown())
                .contains("**Missed: *memory (RSS), MiB*, *until the steady state, s*.**");
    }

    @Test
    void anAimIsForTheMostObjects() {
        var report = new ScaleReport("", List.of(size(100, 250, 6), size(1_000, 50, 1)));

        assertThat(report.markdown()).contains("All aims are met.");
    }

    @Test
    void growthIsToldForAThousandObjects() {
        var report = new ScaleReport("", List.of(size(100, 50, 1), size(1_000, 59, 2)));

        assertThat(report.markdown())
                .containsPattern("\\| +100 to 1,000 \\| +10\\.0 \\| +0\\.0 \\| +1111\\.1 \\|");
    }

    @Test
    void theMiddleOfTheRoundsCountsAndTheOthersAreTold() {
        var rounds = List.of(round(0.9), round(1.1), round(1.4));
        var report = new ScaleReport("", List.of(size(1_000, 50, 1, rounds)));

        assertThat(report.markdown())
                .contains("All aims are met.")
                .containsPattern("\\| +ratio \\| +1\\.10 \\|")
                .containsPattern("\\| +the least of all rounds \\| +0\\.90 \\|")
                .containsPattern("\\| +the most of all rounds \\| +1\\.40 \\|")
                .containsPattern("\\| +rounds \\| +3 \\|");
    }

    private static Creation.Pair round(double ratio) {
        return new Creation.Pair(sample(1_000), sample((long) (1_000 * ratio)));
    }

    private static Sample sample(long millis) {
        var time = Duration.ofMillis(millis);
        return new Sample(time, time, Map.of());
    }

    private static Scale.Size size(int objects, double mebibytes, int steadySeconds) {
        return size(objects, mebibytes, steadySeconds, List.of(round(1)));
    }

    private static Scale.Size size(
            int objects, double mebibytes, int steadySeconds, List<Creation.Pair> rounds) {
        var second = Duration.ofSeconds(1);
        var fast = new Latency(Duration.ofMillis(1), Duration.ofMillis(2));
        return new Scale.Size(
                objects,
                new Population.Growth(rounds, objects, 0, Duration.ZERO),
                new Rest(
                        Duration.ofSeconds(60),
                        mebibytes,
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        2,
                        2,
                        0,
                        0,
                        Duration.ofMillis(10)),
                new Edits.Result(fast, fast),
                new Repair(objects, second, second),
                50,
                new Restart(second, Duration.ofSeconds(steadySeconds), 0, true),
                50);
    }
}
