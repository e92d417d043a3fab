package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.app.settings.LeaderElectionOptions;
import de.containerconf.postgresql.controller.Controller;
import de.containerconf.postgresql.controller.lease.LeaderElector;
import de.containerconf.postgresql.controller.lease.LeaderFence;
import de.containerconf.postgresql.controller.lease.LeaderMetrics;
import de.containerconf.postgresql.controller.lease.Timing;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When this process works: always, or only while it leads. Thread-safe.
final class Leadership implements AutoCloseable {

    private final @Nullable LeaderElector elector;

    private Leadership(@Nullable LeaderElector elector) {
        this.elector = elector;
    }

    /// @param instance tells this process from every other one
    static Leadership of(
            LeaderElectionOptions options,
            String instance,
            Kubernetes kubernetes,
            MeterRegistry meters) {
        if (!options.enabled) {
            LeaderMetrics.registerAlone(meters);
            return new Leadership(null);
        }
        var name = options.identity == null ? kubernetes.instance() : options.identity;
        return new Leadership(
                new LeaderElector(
                        kubernetes.leases(options.namespace, options.lease),
                        name + "_" + instance,
                        Timing.DEFAULT,
                        meters));
    }

    Fence fence(Kubernetes kubernetes) {
        return elector == null ? Fence.OPEN : new LeaderFence(elector, kubernetes.objects());
    }

    /// Sets the controller to work, now or when this process leads.
    void start(Controller controller) {
        if (elector == null) {
            controller.start();
        } else {
            elector.start(controller);
        }
    }

    boolean alive() {
        return elector == null || elector.alive();
    }

    /// A process that stands by is ready: it can take over at any time.
    Optional<String> notReady() {
        return elector == null || elector.informed()
                ? Optional.empty()
                : Optional.of("waiting for the lease");
    }

    /// Lets another one lead. Call when all effects are over.
    @Override
    public void close() {
        if (elector != null) {
            elector.close();
        }
    }
}
