package de.containerconf.postgresql.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One process that takes part in an election until it is told to end.
final class SimulatedProcess implements LeadershipListener {

    private final String identity;
    private final Simulation.Actor actor;
    private @Nullable LeaderElector elector;
    private boolean told;
    private int begun;

    SimulatedProcess(String identity, Simulation simulation, SimulatedLeases leases) {
        this.identity = identity;
        actor =
                simulation.actor(
                        identity,
                        Duration.ZERO,
                        self -> {
                            var mine =
                                    new LeaderElector(
                                            leases.of(self),
                                            identity,
                                            Timing.DEFAULT,
                                            self,
                                            simulation.random(),
                                            new SimpleMeterRegistry());
                            elector = mine;
                            try {
                                mine.run(this);
                            } finally {
                                mine.release();
                            }
                        });
    }

    String identity() {
        return identity;
    }

    Simulation.Actor actor() {
        return actor;
    }

    LeaderElector elector() {
        return Objects.requireNonNull(elector, "it has not begun");
    }

    /// Whether it may act at this moment.
    boolean leads() {
        return elector != null && !actor.ended() && elector.leads();
    }

    /// What its listener heard last.
    boolean told() {
        return told;
    }

    /// How often it began to lead.
    int begun() {
        return begun;
    }

    @Override
    public void startedLeading() {
        assertThat(told).isFalse();
        told = true;
        begun++;
    }

    @Override
    public void stoppedLeading() {
        assertThat(told).isTrue();
        told = false;
    }

    @Override
    public String toString() {
        return identity;
    }
}
