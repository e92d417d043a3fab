package de.containerconf.postgresql.controller.lease;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Lease;
import de.containerconf.postgresql.controller.port.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lease on a server in virtual time, over a network that is slow, loses requests and answers,
/// and can be cut off.
final class SimulatedLeases {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(4);

    private final Simulation simulation;
    private final List<SimulatedWatch> watches = new ArrayList<>();
    private final Map<Simulation.Actor, Long> cutOff = new HashMap<>();
    private @Nullable Lease stored;
    private long version;
    private int requests;
    private double loss;
    private Duration latency = Duration.ofMillis(20);

    SimulatedLeases(Simulation simulation) {
        this.simulation = simulation;
    }

    Optional<Lease> stored() {
        return Optional.ofNullable(stored);
    }

    int requests() {
        return requests;
    }

    /// @param loss the share of requests, and of answers, that get lost
    /// @param latency the most that each way takes
    void network(double loss, Duration latency) {
        this.loss = loss;
        this.latency = latency;
    }

    /// One process does not reach the server for a time.
    void cutOff(Simulation.Actor actor, Duration duration) {
        cutOff.put(actor, simulation.now() + duration.toNanos());
    }

    private boolean lost(Simulation.Actor actor) {
        return simulation.now() < cutOff.getOrDefault(actor, 0L)
                || simulation.random().nextDouble() < loss;
    }

    /// What people do by hand.
    void store(@Nullable Lease lease) {
        stored =
                lease == null
                        ? null
                        : new Lease(
                                Long.toString(++version),
                                lease.holder(),
                                lease.duration(),
                                lease.acquired(),
                                lease.renewed(),
                                lease.transitions());
        for (var watch : List.copyOf(watches)) {
            watch.changed();
        }
    }

    /// All watches end.
    void breakWatches() {
        for (var watch : List.copyOf(watches)) {
            watch.broken = true;
            watch.actor.wake(Duration.ZERO);
        }
    }

    /// The server as one process reaches it.
    Leases of(Simulation.Actor actor) {
        return new Leases() {
            @Override
            public Optional<Lease> read() {
                return request(actor, SimulatedLeases.this::stored);
            }

            @Override
            public Lease create(Lease lease) {
                return request(
                        actor,
                        () -> {
                            if (stored != null) {
                                throw new ClusterFailure.Outdated("already exists");
                            }
                            store(lease);
                            return stored().orElseThrow();
                        });
            }

            @Override
            public Lease replace(Lease lease) {
                return request(
                        actor,
                        () -> {
                            var present = stored;
                            if (present == null) {
                                throw new ClusterFailure.Gone("not found");
                            }
                            if (!present.version().equals(lease.version())) {
                                throw new ClusterFailure.Outdated("the object has been modified");
                            }
                            store(lease);
                            return stored().orElseThrow();
                        });
            }

            @Override
            public Watch watch(Lease lease) {
                return request(actor, () -> new SimulatedWatch(actor, lease.version()));
            }

            @Override
            public String toString() {
                return "simulated";
            }
        };
    }

    /// There, done, and back; each way takes its time.
    private <T> T request(Simulation.Actor actor, Supplier<T> action) {
        requests++;
        travel(actor);
        var answer = action.get();
        travel(actor);
        return answer;
    }

    private void travel(Simulation.Actor actor) {
        try {
            if (lost(actor)) {
                actor.sleep(REQUEST_LIMIT);
                throw new ClusterFailure.Unavailable("no answer", null, null);
            }
            actor.sleep(delay());
        } catch (InterruptedException stop) {
            actor.tell(); // as an interrupt that is passed on
            throw new ClusterFailure.Unavailable("interrupted", null, stop);
        }
    }

    private Duration delay() {
        return Duration.ofNanos(simulation.random().nextLong(latency.toNanos()) + 1);
    }

    /// Shows what is stored now, and may skip what was between.
    private final class SimulatedWatch implements Leases.Watch {

        private final Simulation.Actor actor;
        private String shown;
        private boolean broken;

        SimulatedWatch(Simulation.Actor actor, String shown) {
            this.actor = actor;
            this.shown = shown;
            watches.add(this);
        }

        void changed() {
            if (lost(actor)) {
                broken = true; // half open: it says nothing any more
            } else {
                actor.wake(delay());
            }
        }

        private boolean news() {
            return !broken && (stored == null || !stored.version().equals(shown));
        }

        @Override
        public Optional<Lease> next(Duration limit) throws InterruptedException {
            if (!news() && !actor.await(this::news, limit)) {
                return Optional.empty();
            }
            stored().ifPresent(lease -> shown = lease.version());
            return stored();
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
