package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
        assertThat(SoakSample.growth(samples(each -> sample(each, 33, each < 60 ? 2 : 32))))
                .isEmpty();
    }

    @Test
    void morePassesThanMayBeAtOnceAreALeak() {
        assertThat(SoakSample.growth(samples(each -> sample(each, 33, each))))
                .containsExactly("passes: 79 threads of 40 at most");
    }

    @Test
    void threadsAreKnownByTheirNames() throws InterruptedException {
        var end = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var thread =
                Thread.ofPlatform()
                        .name("pass-4711")
                        .start(() -> {
                            begun.countDown();
                            try {
                                end.await();
                            } catch (InterruptedException stop) {
                                Thread.currentThread().interrupt();
                            }
                        });
        begun.await();

        var names = Proc.threads(ProcessHandle.current().pid());
        end.countDown();
        thread.join();

        assertThat(names).contains("pass-4711");
    }
}
