package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.RealFaults;
import de.containerconf.postgresql.testkit.RecordingSink;
import de.containerconf.postgresql.testkit.TcpProxy;
import de.containerconf.postgresql.transport.poll.PollTransportProvider;
import de.containerconf.postgresql.transport.watch.WatchTransportProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens to the programs of a real API server: whatever it is, nothing seems to be gone, no
/// change is missed, the server is not stormed, and in the end the world is seen as it is. Both
/// transports look on at the same time, so that they wait together.
@EveryApiServer
@Timeout(240)
class ServerFaultsTest {

    /// For the server to serve again, and a dead one is asked every 5 s.
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final Duration INTERVAL = Duration.ofMillis(500);

    /// How long a request may take here, so that a pause is soon longer; and as in the product,
    /// where a connection that stands still is found by pings.
    private static final Duration LIMIT =
            FullCounts.wanted() ? Duration.ofSeconds(30) : Duration.ofSeconds(1);

    private static final Duration PAUSE =
            FullCounts.wanted() ? Duration.ofSeconds(70) : Duration.ofSeconds(4);

    /// Bookmarks are due every minute.
    private static final Duration SILENCE = Duration.ofSeconds(150);

    private KubernetesApi api;
    private Configs configs;
    private RealFaults faults;
    private TcpProxy proxy;
    private Look watch;
    private Look poll;
    private @Nullable Kubernetes direct;

    @BeforeEach
    void look(KubernetesApi api, @TempDir Path folder) throws IOException {
        assumeTrue(api.realFaults().isPresent(), "needs the programs of a real server");
        this.api = api;
        faults = api.realFaults().orElseThrow();
        configs = new Configs(api).withKind();
        direct =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                        new SimpleMeterRegistry());
        proxy = new TcpProxy(URI.create(api.url()).getPort());
        var kubeconfig =
                Files.writeString(
                        folder.resolve("kubeconfig"),
                        Files.readString(api.kubeconfig())
                                .replace(api.url(), "https://127.0.0.1:" + proxy.port()));
        configs.create("a");
        configs.create("b");
        watch = new Look(new WatchTransportProvider(), kubeconfig, api.namespace());
        poll = new Look(new PollTransportProvider(), kubeconfig, api.namespace());
        awaitTruth();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (var each : looks()) {
            each.stop();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (direct != null) {
            direct.close();
        }
    }

    /// Open watches go on after it; what begins meanwhile, as after a break of the network, has to
    /// be given up and tried again.
    @ParameterizedTest
    @EnumSource(RealFaults.Program.class)
    void aPauseIsSurvived(RealFaults.Program program) {
        var requests = watch.requests();
        faults.pause(program);
        proxy.cut();
        var failures = watch.failures();
        await().pollDelay(PAUSE).atMost(PAUSE.multipliedBy(2)).until(() -> true);
        // etcd is not asked for what kube-apiserver has in memory.
        if (program == RealFaults.Program.KUBE_APISERVER) {
            assertThat(watch.failures()).isGreaterThan(failures);
            assertThat(poll.failures()).isPositive();
        }
        faults.goOn();

        change();

        // A failed request and a wait, again and again, then a list and a watch.
        assertThat(watch.requests() - requests).isLessThanOrEqualTo(20);
    }

    @Test
    void aKillOfEtcdIsSurvived() {
        var requests = watch.requests();
        faults.restartEtcd();

        change();

        assertThat(watch.requests() - requests).isLessThanOrEqualTo(20);
    }

    @Test
    void aKillOfTheApiServerIsSurvived() {
        var requests = watch.requests();
        configs.setOwner("b", "before");
        api.restart();

        change();

        assertThat(watch.requests() - requests).isLessThanOrEqualTo(20);
    }

    /// The version up to which everything is known cannot be resumed: the server answers 410.
    @Test
    void aVersionThatIsForgottenCostsOneList() {
        var lists = watch.lists();
        proxy.refuse();
        configs.setOwner("b", "unseen");
        configs.create("gone");
        configs.delete("gone");
        faults.compact();
        api.restart();
        configs.setOwner("b", "still unseen");
        proxy.pass();

        change();

        assertThat(watch.failures("expired")).isEqualTo(1);
        assertThat(watch.lists() - lists).isEqualTo(1);
    }

    /// What people do when the server is back. Whoever looks on sees it, and never saw less than
    /// there was.
    private void change() {
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .until(() -> configs.setOwner("a", "p").code() == 200);
        configs.create("c");
        awaitTruth();
        configs.delete("b");
        awaitTruth();
        for (var each : looks()) {
            assertThat(each.world.smallest()).as(each.toString()).isGreaterThanOrEqualTo(2);
            // A poller asks as often as it is told to, and a failing one less often.
            assertThat(each.requestsAMinute()).as(each.toString()).isLessThanOrEqualTo(150);
        }
    }

    private void awaitTruth() {
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    for (var each : looks()) {
                        assertThat(each.world.all()).as(each.toString()).isEqualTo(truth());
                    }
                });
    }

    private Map<ObjectKey, PostgreSQLConfig> truth() throws Exception {
        return Objects.requireNonNull(direct).source(api.namespace()).list().objects().stream()
                .collect(Collectors.toMap(PostgreSQLConfig::key, Function.identity()));
    }

    private List<Look> looks() {
        return watch == null ? List.of() : poll == null ? List.of(watch) : List.of(watch, poll);
    }

    /// One transport at work.
    private static final class Look {

        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final RecordingSink world = new RecordingSink();
        private final String name;
        private final ApiServer server;
        private final Thread thread;
        private final long begin = System.nanoTime();

        Look(TransportProvider provider, Path kubeconfig, String namespace) {
            name = provider.id();
            server =
                    new ApiServer(
                                    Connection.of(
                                            KubernetesSettings.ofKubeconfig(kubeconfig, null),
                                            Environment.ofProcess()),
                                    SILENCE,
                                    meters)
                            .within(LIMIT);
            var source = new KubernetesSource(server, namespace);
            var transport = provider.open(new TransportSettings(INTERVAL, Map.of()), meters);
            thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    transport.run(source, world);
                                } catch (InterruptedException stop) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }

        double requests() {
            return sum("operator.api.requests");
        }

        double requestsAMinute() {
            var seconds = (System.nanoTime() - begin) / 1e9;
            return requests() / Math.max(seconds, 1) * 60;
        }

        double lists() {
            return sum("operator.transport.lists");
        }

        double failures() {
            return sum("operator.transport.failures");
        }

        double failures(String reason) {
            return meters.counter("operator.transport.failures", "reason", reason).count();
        }

        private double sum(String meter) {
            return meters.find(meter).counters().stream().mapToDouble(Counter::count).sum();
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
            server.close();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
