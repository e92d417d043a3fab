package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakSampleTest {

    private static List<SoakSample> samples(IntFunction<SoakSample> sample) {
        return IntStream.range(0, 80).mapToObj(sample).toList();
    }

    private static SoakSample sample(int index, long threads, long passes) {
        return new SoakSample(Duration.ofSeconds(15L * index), 100, 8, threads, passes, 22, 4, 1);
    }

    @Test
    void threadsThatStayAndAreMoreGrew() {
        assertThat(SoakSample.growth(samples(each -> sample(each, 33 + each / 5, 8))))
                .containsExactly("threads: from 43.0 to 47.0");
    }

    @Test
    void asManyPassesAsThereWasWorkAreNoGrowth() {
        assertThat(
                        SoakSample.growth(
                                samples(each ->
                                        sample(each, 33, each % 10 == 0 ? 2 : each < 60 ? 9 : 32))))
                .isEmpty();
    }

    @Test
    void morePassesThanMayBeAtOnceAreALeak() {
        assertThat(SoakSample.growth(samples(each -> sample(each, 33, each % 10 == 0 ? 2 : each))))
                .containsExactly("passes: 79 threads of 40 at most");
    }

    @Test
    void passesThatNeverEndGrewEvenIfTheyAreFew() {
        assertThat(
                        SoakSample.growth(
                                samples(each ->
                                        sample(each, 33, each < 60 ? each % 9 : 4 + each % 9))))
                .containsExactly("passes at least: from 0.0 to 4.0");
    }

    @Test
    void threadsAreKnownByTheirNames() throws Exception {
        var names = new FutureTask<>(() -> Proc.threads(ProcessHandle.current().pid()));
        var _ = Thread.ofPlatform().name("pass-4711").start(names);

        assertThat(names.get()).contains("pass-4711");
    }
}
