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

    private static Scale.Size size(int objects, double mebibytes, int steadySeconds) {
        var second = Duration.ofSeconds(1);
        var sample = new Sample(second, second, Map.of());
        var fast = new Latency(Duration.ofMillis(1), Duration.ofMillis(2));
        return new Scale.Size(
                objects,
                new Population.Growth(
                        List.of(new Creation.Pair(sample, sample)), objects, 0, Duration.ZERO),
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
