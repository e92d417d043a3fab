package de.containerconf.postgresql.controller.lease;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Lease;
import de.containerconf.postgresql.controller.port.Leases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides together with others, through a lease, which process may act. Thread-safe.
///
/// A leader renews the lease every [Timing#retry]. It acts until [Timing#deadline] after it sent
/// the last renewal that was acknowledged, and the others wait [Timing#lease] after they saw the
/// lease change; so there are never two that may act, as long as their clocks run about as fast.
public final class LeaderElector implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LeaderElector.class.getName());
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final double JITTER = 0.2;

    private final Leases leases;
    private final String identity;
    private final Timing timing;
    private final ElectionClock clock;
    private final RandomGenerator random;
    private final Counter transitions;
    private Observation observation;
    private int failures;
    private volatile @Nullable Deadline deadline;
    private volatile @Nullable Lease held;
    private volatile boolean informed;
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    /// @param leases where the lease is; its `toString` names it to people
    /// @param identity of this process: no other may have it, nor had it before
    public LeaderElector(Leases leases, String identity, Timing timing, MeterRegistry meters) {
        this(
                leases,
                identity,
                timing,
                ElectionClock.SYSTEM,
                RandomGenerator.of("L64X128MixRandom"),
                meters);
    }

    LeaderElector(
            Leases leases,
            String identity,
            Timing timing,
            ElectionClock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.leases = leases;
        this.identity = identity;
        this.timing = timing;
        this.clock = clock;
        this.random = random;
        observation = new Observation(identity, timing.lease(), clock);
        transitions = LeaderMetrics.register(meters, this::leads);
    }

    /// Whether this process may act at this moment.
    public boolean leads() {
        var until = deadline;
        return !stopped && until != null && !until.passed(clock);
    }

    /// Whether it is known who leads.
    public boolean informed() {
        return informed;
    }

    /// Whether it still takes part.
    public boolean alive() {
        var running = thread;
        return running == null || running.isAlive();
    }

    /// Takes part from now on. Call once.
    public void start(LeadershipListener listener) {
        LOG.log(INFO, "{0} takes part in the election by the lease {1}", identity, leases);
        thread =
                Thread.ofVirtual()
                        .name("leader-election")
                        .start(() -> {
                            try {
                                run(listener);
                            } catch (InterruptedException stop) {
                                LOG.log(DEBUG, "leader election: stopped");
                            } catch (RuntimeException | Error bug) {
                                LOG.log(ERROR, "leader election: ended by a bug", bug);
                                throw bug;
                            }
                        });
    }

    /// Ends to take part. Gives the lease back, so that another process leads at once: call when
    /// nothing that this one began is under way.
    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOP_LIMIT);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
        release();
    }

    void run(LeadershipListener listener) throws InterruptedException {
        while (true) {
            campaign();
            transitions.increment();
            listener.startedLeading();
            var why = hold();
            deadline = null;
            held = null;
            observation = new Observation(identity, timing.lease(), clock);
            LOG.log(WARNING, "leads no more: {0}", why);
            listener.stoppedLeading();
        }
    }

    /// Waits until the lease can be had, and takes it.
    private void campaign() throws InterruptedException {
        failures = 0;
        while (held == null) {
            try {
                see(leases.read());
                if (!observation.vacant()) {
                    follow();
                    failures = 0;
                }
                if (observation.vacant()) {
                    take();
                }
            } catch (ClusterFailure.Outdated faster) {
                pause(faster);
            } catch (ClusterFailure failure) {
                failed(failure);
                pause(failure);
            }
        }
    }

    /// Follows the changes of a lease that another one holds.
    private void follow() throws InterruptedException {
        var seen = observation.lease();
        var silent = true;
        if (seen.isPresent()) {
            try (var watch = leases.watch(seen.get())) {
                var change = watch.next(observation.left());
                while (change.isPresent()) {
                    silent = false;
                    failures = 0;
                    see(change);
                    if (observation.vacant()) {
                        return;
                    }
                    change = watch.next(observation.left());
                }
            }
        }
        if (silent) {
            // The lease was deleted, its time is over, or something ends all watches at once.
            clock.sleep(shorter(observation.left(), timing.retry()));
            see(leases.read());
        }
    }

    private void see(Optional<Lease> lease) {
        var before = observation.leader();
        observation.see(lease);
        informed = true;
        var leader = observation.leader();
        if (leader.isPresent() && !leader.equals(before)) {
            LOG.log(INFO, "stands by: {0} leads", leader.get());
        }
    }

    /// A single failure is ordinary: a watch that breaks, a server that restarts.
    private void failed(ClusterFailure failure) {
        failures++;
        if (failures == 2) {
            LOG.log(
                    WARNING,
                    "the lease {0} cannot be had: {1}. Trying again.",
                    leases,
                    failure.getMessage());
        }
    }

    private void take() {
        var why = observation.reason();
        var lease = observation.lease();
        var now = clock.wallTime();
        if (lease.isEmpty()) {
            create();
        } else if (lease.get().holder().equals(identity)) {
            store(() -> leases.replace(lease.get().renewedFor(timing.lease(), now)));
        } else {
            store(() -> leases.replace(lease.get().takenBy(identity, timing.lease(), now)));
        }
        LOG.log(INFO, "leads, by the lease {0}: {1}", leases, why);
    }

    /// Renews the lease as long as that is possible.
    ///
    /// @return why it is not
    private String hold() throws InterruptedException {
        while (true) {
            clock.sleep(timing.retry());
            var problem = "this process, or its machine, stood still";
            try {
                var other = renew();
                if (other.isPresent()) {
                    return other.get().free()
                            ? "the lease was taken away"
                            : other.get().holder() + " has the lease";
                }
            } catch (ClusterFailure failure) {
                problem = String.valueOf(failure.getMessage());
            }
            if (!leads()) {
                return "the lease could not be renewed for %d s: %s"
                        .formatted(timing.deadline().toSeconds(), problem);
            }
        }
    }

    /// @return the lease in the hands of another one
    private Optional<Lease> renew() {
        var mine = held;
        if (mine == null) {
            throw new IllegalStateException("only a leader renews");
        }
        var now = clock.wallTime();
        try {
            store(() -> leases.replace(mine.renewedFor(timing.lease(), now)));
            return Optional.empty();
        } catch (ClusterFailure.Outdated | ClusterFailure.Gone changed) {
            var current = leases.read();
            if (current.isEmpty()) {
                create();
                return Optional.empty();
            }
            if (!current.get().holder().equals(identity)) {
                return current;
            }
            // The answer to an earlier renewal was lost, or somebody annotated the lease.
            store(() -> leases.replace(current.get().renewedFor(timing.lease(), now)));
            return Optional.empty();
        }
    }

    private void create() {
        store(() -> leases.create(Lease.first(identity, timing.lease(), clock.wallTime())));
    }

    /// The time to act counts from before the request, and begins when it is acknowledged.
    private void store(Supplier<Lease> request) {
        var until = Deadline.in(timing.deadline(), clock);
        held = request.get();
        deadline = until;
    }

    /// Gives the lease back, if it is ours.
    void release() {
        stopped = true;
        var mine = held;
        if (mine == null) {
            return;
        }
        held = null;
        try {
            if (tryRelease(mine)) {
                LOG.log(INFO, "gave the lease {0} back", leases);
            }
        } catch (ClusterFailure failure) {
            LOG.log(
                    WARNING,
                    "the lease {0} could not be given back, so that others wait until it ends: {1}",
                    leases,
                    failure.getMessage());
        }
    }

    private boolean tryRelease(Lease mine) {
        try {
            leases.replace(mine.releasedAt(clock.wallTime()));
            return true;
        } catch (ClusterFailure.Outdated renewedWithoutAnswer) {
            var current = leases.read().filter(lease -> lease.holder().equals(identity));
            current.ifPresent(lease -> leases.replace(lease.releasedAt(clock.wallTime())));
            return current.isPresent();
        }
    }

    private void pause(ClusterFailure failure) throws InterruptedException {
        var millis = timing.retry().toMillis() * (1 + JITTER * random.nextDouble());
        var retry = Duration.ofMillis((long) millis);
        var asked =
                failure instanceof ClusterFailure.Unavailable unavailable
                        ? unavailable.retryAfter().orElse(Duration.ZERO)
                        : Duration.ZERO;
        clock.sleep(asked.compareTo(retry) > 0 ? asked : retry);
    }

    private static Duration shorter(Duration one, Duration other) {
        var least = one.compareTo(other) < 0 ? one : other;
        return least.isPositive() ? least : Duration.ZERO;
    }
}
