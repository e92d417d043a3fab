package de.containerconf.postgresql.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.FullCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Many elections in virtual time: processes start, end, are killed, stand still and are cut off;
/// requests and answers get lost or take long, watches break, clocks differ and drift. There are
/// never two that may act, and when the faults are over there is soon one.
class LeaderElectorPropertyTest {

    /// Thousands of elections are no news. Held, because loggers are else forgotten.
    private static final Logger LOG = Logger.getLogger(LeaderElector.class.getName());

    private static final int ELECTIONS = FullCounts.of(1, 4);
    private static final int PROCESSES = 4;
    private static final int FAULTS = 60;

    /// The lease, some failed requests of 4 s, and the drift of clocks.
    private static final Duration SETTLED = Duration.ofSeconds(40);

    @BeforeContainer
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterContainer
    static void loud() {
        LOG.setLevel(null);
    }

    @Property(tries = 250)
    void thereAreNeverTwoLeadersAndAtLastThereIsOne(@ForAll long seed) {
        for (var election = 0; election < ELECTIONS; election++) {
            elect(seed + election);
        }
    }

    private static void elect(long seed) {
        var run = new Run(seed);
        try (var simulation = run.simulation) {
            for (var fault = 0; fault < FAULTS; fault++) {
                run.fault();
                simulation.run(Duration.ofMillis(run.random.nextLong(8_000)));
            }
            run.leases.network(0, Duration.ofMillis(20));
            run.begin();
            simulation.run(Duration.ofSeconds(60).plus(SETTLED)); // the longest pause
            assertThat(run.leaders()).hasSize(1);
            assertThat(run.leases.stored().orElseThrow().holder())
                    .isEqualTo(run.leaders().getFirst().identity());
        }
    }

    private static final class Run {

        private final List<SimulatedProcess> processes = new ArrayList<>();
        private final Simulation simulation;
        private final SimulatedLeases leases;
        private final Random random;
        private int started;

        Run(long seed) {
            simulation = new Simulation(seed, this::check);
            random = simulation.random();
            leases = new SimulatedLeases(simulation);
            for (var i = 0; i < PROCESSES; i++) {
                begin();
            }
        }

        void begin() {
            processes.add(new SimulatedProcess("p" + started++, simulation, leases));
        }

        List<SimulatedProcess> leaders() {
            return processes.stream().filter(SimulatedProcess::leads).toList();
        }

        private void check() {
            assertThat(leaders()).hasSizeLessThanOrEqualTo(1);
        }

        void fault() {
            var victim = processes.get(random.nextInt(processes.size()));
            switch (random.nextInt(10)) {
                case 0 -> victim.actor().kill();
                case 1 -> victim.actor().tell();
                case 2, 3 -> victim.actor().pause(Duration.ofMillis(random.nextLong(60_000)));
                case 4 -> leases.network(random.nextDouble(), Duration.ofSeconds(3));
                case 5 -> leases.network(0.1, Duration.ofMillis(200));
                case 6 -> leases.breakWatches();
                case 8 -> leases.cutOff(victim.actor(), Duration.ofMillis(random.nextLong(60_000)));
                case 7 ->
                        victim.actor()
                                .setWallClock(
                                        Duration.ofMillis(random.nextLong(-3_600_000, 3_600_000)));
                default -> begin();
            }
            processes.removeIf(process -> process.actor().ended());
            while (processes.size() < 2) {
                begin();
            }
        }
    }
}
