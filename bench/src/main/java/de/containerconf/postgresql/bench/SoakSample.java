package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.testkit.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the operator holds at a moment when it has nothing to do.
///
/// @param at since the beginning
/// @param mebibytes of it that are in RAM
/// @param live of its heap, in MiB, after a garbage collection: what is resident follows how much
///   garbage the heap may hold, and says little of a leak
/// @param threads those that stay: the ones of passes come and go with the work
/// @param passes threads of passes, each of which ends ten seconds after its last one
/// @param files open ones, sockets included
/// @param connections to PostgreSQL
/// @param watches requests to the API server that are under way
record SoakSample(
        Duration at,
        double mebibytes,
        double live,
        long threads,
        long passes,
        long files,
        int connections,
        int watches) {

    static final String HEADER =
            "|  time |  edits | faults | RSS MiB | live MiB | threads | passes | files | connections | watches |\n"
                    + "|------:|-------:|-------:|--------:|---------:|--------:|-------:|------:|------------:|--------:|";

    private static final int LEAST = 8;

    /// Who works on 32 objects at once may have a few threads more, which are about to wait for the
    /// next one.
    private static final int MOST_PASSES = 40;

    private static final double MEDIAN = 0.5;
    private static final double LOWEST = 0;

    static SoakSample of(Duration at, Operator operator, TcpProxy proxy, int watches) {
        var pid = operator.pid();
        var threads = Proc.threads(pid);
        var passes = threads.stream().filter(name -> name.startsWith("pass-")).count();
        return new SoakSample(
                at,
                Proc.residentMebibytes(pid),
                LiveHeap.mebibytes(pid),
                threads.size() - passes,
                passes,
                files(pid),
                proxy.connections(),
                watches);
    }

    private static long files(long pid) {
        try (var files = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
            return files.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String line(long edits, long faults) {
        return "| %2d:%02d | %6d | %6d | %7.1f | %8.2f | %7d | %6d | %5d | %11d | %7d |"
                .formatted(
                        at.toMinutes(),
                        at.toSecondsPart(),
                        edits,
                        faults,
                        mebibytes,
                        live,
                        threads,
                        passes,
                        files,
                        connections,
                        watches);
    }

    /// What is more at the end than after the first half, beyond chance: the medians of the third
    /// and of the last quarter are compared, because a young JVM grows by nature. The threads of
    /// passes are as many as the work of the last seconds needed, and never more than a number; one
    /// that never ends is there too when there was least to do, so their minima are compared.
    ///
    /// @return a line for each; where there are fewer than eight samples, of the passes only
    static List<String> growth(List<SoakSample> samples) {
        var growth = new ArrayList<String>();
        var passes = samples.stream().mapToLong(SoakSample::passes).max().orElse(0);
        if (passes > MOST_PASSES) {
            growth.add("passes: %d threads of %d at most".formatted(passes, MOST_PASSES));
        }
        if (samples.size() >= LEAST) {
            compare(growth, samples, "RSS MiB", SoakSample::mebibytes, 1.05, 4);
            compare(growth, samples, "live MiB", SoakSample::live, 1.0, 0.5);
            compare(growth, samples, "threads", SoakSample::threads, 1.0, 3);
            compare(growth, samples, "passes at least", SoakSample::passes, LOWEST, 1.0, 3);
            compare(growth, samples, "files", SoakSample::files, 1.0, 4);
            compare(growth, samples, "connections", SoakSample::connections, 1.0, 2);
            compare(growth, samples, "watches", SoakSample::watches, 1.0, 0);
        }
        return growth;
    }

    private static void compare(
            List<String> growth,
            List<SoakSample> samples,
            String what,
            ToDoubleFunction<SoakSample> value,
            double factor,
            double more) {
        compare(growth, samples, what, value, MEDIAN, factor, more);
    }

    private static void compare(
            List<String> growth,
            List<SoakSample> samples,
            String what,
            ToDoubleFunction<SoakSample> value,
            double quantile,
            double factor,
            double more) {
        var quarter = samples.size() / 4;
        var end = samples.size();
        var before = quantile(samples.subList(end - 2 * quarter, end - quarter), value, quantile);
        var after = quantile(samples.subList(end - quarter, end), value, quantile);
        if (after > before * factor + more) {
            growth.add("%s: from %.1f to %.1f".formatted(what, before, after));
        }
    }

    private static double quantile(
            List<SoakSample> samples, ToDoubleFunction<SoakSample> value, double quantile) {
        return samples.stream()
                .mapToDouble(value)
                .sorted()
                .skip((long) (samples.size() * quantile))
                .findFirst()
                .orElse(0);
    }
}
