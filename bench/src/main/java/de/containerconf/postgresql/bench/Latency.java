package de.containerconf.postgresql.bench;

import java.time.Duration;
import java.util.List;

/// What half, and what 99 of 100, do not exceed.
record Latency(Duration p50, Duration p99) {

    /// @param times at least one
    static Latency of(List<Duration> times) {
        var sorted = times.stream().sorted().toList();
        return new Latency(rank(sorted, 0.5), rank(sorted, 0.99));
    }

    private static Duration rank(List<Duration> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms".formatted(p50.toNanos() / 1e6, p99.toNanos() / 1e6);
    }
}
