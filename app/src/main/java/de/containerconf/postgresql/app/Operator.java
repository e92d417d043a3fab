package de.containerconf.postgresql.app;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.Backoff;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.app.management.Health;
import de.containerconf.postgresql.app.management.ManagementServer;
import de.containerconf.postgresql.controller.Controller;
import de.containerconf.postgresql.controller.ShutdownFence;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The assembled operator: connects, starts, waits for the signal to stop, and stops in good order.
final class Operator implements Health {

    private static final System.Logger LOG = System.getLogger(Operator.class.getName());
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(800), Duration.ofSeconds(5));

    private final Configuration configuration;
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile String waitingFor = "the start";
    private volatile @Nullable Controller controller;
    private volatile @Nullable Leadership leadership;
    private final List<Thread> transports = new ArrayList<>();

    Operator(Configuration configuration) {
        this.configuration = configuration;
    }

    /// Works until [#stop].
    void run() throws InterruptedException {
        ProcessMetrics.register(meters);
        try (var _ = HeapKeeper.start();
                var management =
                        ManagementServer.start(configuration.managementPort(), this, meters);
                var kubernetes = configuration.connect(meters)) {
            LOG.log(
                    INFO,
                    "postgresql-operator {0}, management on port {1}",
                    VersionCommand.version(),
                    Integer.toString(management.port()));
            configuration.warning().ifPresent(warning -> LOG.log(WARNING, warning));
            start(kubernetes);
        }
    }

    /// Ends [#run]; returns at once. Thread-safe.
    void stop() {
        stopping.countDown();
    }

    @Override
    public Optional<String> notAlive() {
        var running = controller;
        var leading = leadership;
        var alive =
                running == null
                        || leading == null
                        || stopping.getCount() == 0
                        || (running.alive()
                                && leading.alive()
                                && transports.stream().allMatch(Thread::isAlive));
        return alive ? Optional.empty() : Optional.of("a loop has ended");
    }

    @Override
    public Optional<String> notReady() {
        var running = controller;
        var leading = leadership;
        if (running == null || leading == null) {
            return Optional.of("waiting for " + waitingFor);
        }
        return running.listed()
                ? leading.notReady()
                : Optional.of("waiting for the first list of objects");
    }

    private void start(Kubernetes kubernetes) throws InterruptedException {
        var clusterId =
                configuration.clusterId().isPresent()
                        ? configuration.clusterId()
                        : patiently("the Kubernetes API", kubernetes::clusterId);
        var crd =
                patiently(
                        "the CustomResourceDefinition",
                        () -> {
                            kubernetes.crd().ensure(configuration.crd());
                            return true;
                        });
        if (clusterId.isPresent() && crd.isPresent()) {
            work(kubernetes, clusterId.get());
        }
    }

    private void work(Kubernetes kubernetes, String clusterId) throws InterruptedException {
        Map<String, Resource> resources = configuration.resources(clusterId, meters);
        var leading = configuration.leadership(kubernetes, meters);
        var fence = new ShutdownFence(leading.fence(kubernetes));
        try (leading;
                var backend = configuration.open(clusterId, fence, meters);
                var running =
                        new Controller(
                                configuration.controller(clusterId),
                                backend.ops(),
                                fence,
                                kubernetes.objects(),
                                kubernetes.secrets(),
                                kubernetes.kind(),
                                kubernetes.events(),
                                resources,
                                meters)) {
            for (var namespace : configuration.namespaces()) {
                var source = kubernetes.source(namespace.orElse(null));
                var sink = running.scope(namespace.orElse(null));
                var transport = configuration.transport(meters);
                transports.add(
                        Thread.ofPlatform()
                                .daemon()
                                .name("transport-" + namespace.orElse("all"))
                                .start(() -> {
                                    try {
                                        transport.run(source, sink);
                                    } catch (InterruptedException stop) {
                                        Thread.currentThread().interrupt();
                                    } catch (RuntimeException | LinkageError bug) {
                                        LOG.log(ERROR, "the transport ended by a bug", bug);
                                    }
                                }));
            }
            leading.start(running);
            leadership = leading;
            controller = running;
            stopping.await();
            LOG.log(INFO, "stopping");
            transports.forEach(Thread::interrupt);
        }
        LOG.log(INFO, "stopped");
    }

    private static String sentence(String problem) {
        return problem.isEmpty()
                ? problem
                : Character.toUpperCase(problem.charAt(0)) + problem.substring(1);
    }

    /// Tries until it works, or the operator is to stop: then the answer is empty.
    private <T> Optional<T> patiently(String what, Supplier<T> attempt)
            throws InterruptedException {
        waitingFor = what;
        var random = RandomGenerator.getDefault();
        var told = "";
        for (var failures = 1; stopping.getCount() > 0; failures++) {
            try {
                var result = attempt.get();
                if (!told.isEmpty()) {
                    LOG.log(INFO, "{0}: reached", what);
                }
                return Optional.of(result);
            } catch (ClusterFailure failure) {
                var problem = String.valueOf(failure.getMessage());
                if (!problem.equals(told)) {
                    LOG.log(WARNING, "{0}. Trying again.", sentence(problem));
                    told = problem;
                }
            }
            var delay = BACKOFF.delay(failures, random);
            if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return Optional.empty();
    }
}
