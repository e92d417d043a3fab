package de.containerconf.postgresql.api.transport;

import de.containerconf.postgresql.api.Backoff;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The loop of a [Transport]: repeats its tries, waits after failures, tells people once when a
/// problem begins and once when it is over, and counts failures in `operator.transport.failures`.
/// For one thread.
///
/// The wait is 800 ms doubling to 30 s, jittered, for each [FailureReason] by itself, and begins
/// anew after two minutes without a failure. What the server asks for is the minimum. Where nobody
/// answers, or the kind is missing, a try costs nobody anything: there the wait is at most 5 s, so
/// that work goes on soon after the server, or the kind, appears.
public final class RetryLoop {

    /// One try: a list, or a list and the watch after it.
    @FunctionalInterface
    public interface Attempt {

        /// Returns when it ended in good order; the next one follows at once.
        void run() throws SourceException, InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(RetryLoop.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofMillis(800);
    private static final Backoff BACKOFF = new Backoff(FIRST_WAIT, Duration.ofSeconds(30));
    private static final Backoff QUICK = new Backoff(FIRST_WAIT, Duration.ofSeconds(5));
    private static final Duration HEALTHY = Duration.ofMinutes(2);

    /// A server that has just started denies everything for a moment, because it has not read the
    /// access rules yet.
    private static final Duration DENIED_PATIENCE = Duration.ofSeconds(30);

    private static final int OFTEN = 5;

    private final String what;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final Map<FailureReason, Integer> failures = new EnumMap<>(FailureReason.class);
    private final Set<FailureReason> reported = EnumSet.noneOf(FailureReason.class);
    private @Nullable Duration reachedSince;
    private @Nullable Duration troubledSince;
    private @Nullable Duration deniedSince;

    /// @param source what is read, for people: its `toString`
    public RetryLoop(ObjectSource source, MeterRegistry meters) {
        this(source.toString(), meters, Clock.SYSTEM, RandomGenerator.getDefault());
    }

    RetryLoop(String what, MeterRegistry meters, Clock clock, RandomGenerator random) {
        this.what = what;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        register(meters);
    }

    /// Makes the meters exist at 0, for a transport that has not begun yet.
    public static void register(MeterRegistry meters) {
        for (var reason : FailureReason.values()) {
            counter(meters, reason);
        }
    }

    private static Counter counter(MeterRegistry meters, FailureReason reason) {
        return Counter.builder("operator.transport.failures")
                .description("Lists and watches of objects that failed")
                .tag("reason", reason.word())
                .register(meters);
    }

    /// Repeats the attempt until the thread is interrupted.
    public void run(Attempt attempt) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                attempt.run();
                reached();
            } catch (SourceException failure) {
                clock.sleep(failed(failure));
            }
        }
    }

    /// To be called by the attempt whenever the server has done what it was asked for: a complete
    /// list, a watch that was opened.
    public void reached() {
        if (reachedSince != null) {
            return;
        }
        reachedSince = clock.now();
        if (!reported.isEmpty() && troubledSince != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} can be read again, after {1} s.",
                    what,
                    clock.now().minus(troubledSince).toSeconds());
        }
        reported.clear();
        troubledSince = null;
        deniedSince = null;
    }

    /// @return how long to wait
    private Duration failed(SourceException failure) {
        var now = clock.now();
        var reason = FailureReason.of(failure);
        counter(meters, reason).increment();
        if (reachedSince != null && now.minus(reachedSince).compareTo(HEALTHY) >= 0) {
            failures.clear();
        }
        int count = failures.merge(reason, 1, Integer::sum);
        report(failure, reason, count, now);
        reachedSince = null;
        return wait(failure, reason, count);
    }

    private Duration wait(SourceException failure, FailureReason reason, int count) {
        return switch (reason) {
            // Ordinary once in a while, and the answer to it is a list: no wait the first time.
            case EXPIRED -> count == 1 ? Duration.ZERO : BACKOFF.delay(count - 1, random);
            case CONNECTION, KIND_MISSING -> QUICK.delay(count, random);
            case DENIED -> BACKOFF.delay(count, random);
            case ANSWER -> {
                var wait = BACKOFF.delay(count, random);
                var asked =
                        failure instanceof SourceException.Unavailable unavailable
                                ? unavailable.retryAfter().orElse(Duration.ZERO)
                                : Duration.ZERO;
                yield wait.compareTo(asked) < 0 ? asked : wait;
            }
        };
    }

    /// A connection that ends is ordinary. It is a problem when the next try fails too, or when it
    /// happens again and again.
    private void report(SourceException failure, FailureReason reason, int count, Duration now) {
        if (troubledSince == null) {
            troubledSince = now;
        }
        if (reason == FailureReason.DENIED && deniedSince == null) {
            deniedSince = now;
        }
        var patient =
                reason == FailureReason.DENIED
                        && deniedSince != null
                        && now.minus(deniedSince).compareTo(DENIED_PATIENCE) < 0;
        var ordinary = reachedSince != null && count != OFTEN;
        if (!ordinary && !patient && reported.add(reason)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be read, it is tried again: {1}",
                    what,
                    failure.getMessage());
        }
    }

    /// Time that goes on evenly, from any origin.
    interface Clock {
        Clock SYSTEM =
                new Clock() {
                    @Override
                    public Duration now() {
                        return Duration.ofNanos(System.nanoTime());
                    }

                    @Override
                    public void sleep(Duration duration) throws InterruptedException {
                        Thread.sleep(duration);
                    }
                };

        Duration now();

        void sleep(Duration duration) throws InterruptedException;
    }
}
