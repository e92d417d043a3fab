package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Lease;
import de.containerconf.postgresql.controller.port.Leases;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@EveryApiServer
@Timeout(60)
class KubernetesLeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Less than six digits, which the server would refuse.
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private KubernetesApi api;
    private Kubernetes kubernetes;
    private Leases leases;

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                        new SimpleMeterRegistry());
        leases = kubernetes.leases(api.namespace(), "operator");
    }

    @AfterEach
    void disconnect() {
        kubernetes.close();
    }

    @Test
    void whatIsStoredIsRead() {
        assertThat(leases.read()).isEmpty();

        var created = leases.create(Lease.first("a", LEASE, NOW));
        assertThat(leases.read()).contains(created);
        assertThat(created.holder()).isEqualTo("a");
        assertThat(created.duration()).isEqualTo(LEASE);
        assertThat(created.acquired()).isEqualTo(NOW);
        assertThat(created.renewed()).isEqualTo(NOW);

        var renewed = leases.replace(created.renewedFor(LEASE, NOW.plusMillis(2_345)));
        assertThat(leases.read()).contains(renewed);
        assertThat(renewed.renewed()).isEqualTo(NOW.plusMillis(2_345));
        assertThat(renewed.acquired()).isEqualTo(NOW);

        var released = leases.replace(renewed.releasedAt(NOW.plusSeconds(3)));
        assertThat(released.free()).isTrue();
        var taken = leases.replace(released.takenBy("b", LEASE, NOW.plusSeconds(4)));
        assertThat(leases.read()).contains(taken);
        assertThat(taken.holder()).isEqualTo("b");
        assertThat(taken.transitions()).isEqualTo(1);
    }

    @Test
    void onlyOneIsFirst() {
        leases.create(Lease.first("a", LEASE, NOW));

        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> leases.create(Lease.first("b", LEASE, NOW)));
        assertThat(holder()).isEqualTo("a");
    }

    @Test
    void whoSawAnOlderVersionStoresNothing() {
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        leases.replace(seen.renewedFor(LEASE, NOW.plusSeconds(1)));

        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> leases.replace(seen.takenBy("b", LEASE, NOW)));
        assertThat(holder()).isEqualTo("a");
    }

    @Test
    void aDeletedLeaseIsNotReplaced() {
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        api.client().delete(path());

        assertThatExceptionOfType(ClusterFailure.Gone.class)
                .isThrownBy(() -> leases.replace(seen.renewedFor(LEASE, NOW)));
        assertThat(leases.read()).isEmpty();
    }

    @Test
    void aChangeIsSeenAtOnceAndOnlyOfThisLease() throws Exception {
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        try (var watch = leases.watch(seen)) {
            var next = CompletableFuture.supplyAsync(() -> next(watch, LONG));
            kubernetes.leases(api.namespace(), "another").create(Lease.first("x", LEASE, NOW));
            var released = leases.replace(seen.releasedAt(NOW));

            assertThat(next.get(5, TimeUnit.SECONDS)).contains(released);
            var taken = leases.replace(released.takenBy("b", LEASE, NOW));
            assertThat(next(watch, LONG)).contains(taken);
        }
    }

    @Test
    void aChangeBeforeTheWatchIsNotMissed() {
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        var renewed = leases.replace(seen.renewedFor(LEASE, NOW.plusSeconds(1)));
        try (var watch = leases.watch(seen)) {
            assertThat(next(watch, LONG)).contains(renewed);
        }
    }

    @Test
    void withoutAChangeTheTimeEnds() {
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        try (var watch = leases.watch(seen)) {
            assertThat(next(watch, Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void whatOthersWriteIsReadAsFarAsItMakesSense() {
        var path = "/apis/coordination.k8s.io/v1/namespaces/" + api.namespace() + "/leases";
        api.client().post(path, "{\"metadata\":{\"name\":\"operator\"}}").ok();

        var lease = leases.read().orElseThrow();
        assertThat(lease.free()).isTrue();
        assertThat(lease.duration()).isZero();
        assertThat(lease.renewed()).isNull();
        assertThat(leases.replace(lease.takenBy("a", LEASE, NOW)).holder()).isEqualTo("a");
    }

    @Test
    void aMissingNamespaceIsNamed() {
        var nowhere = kubernetes.leases("nowhere", "operator");

        assertThat(nowhere.read()).isEmpty();
        assertThatExceptionOfType(ClusterFailure.Gone.class)
                .isThrownBy(() -> nowhere.create(Lease.first("a", LEASE, NOW)))
                .withMessageContaining("nowhere");
    }

    @Test
    void aServerThatDoesNotAnswerCostsSecondsOnly() {
        var faults = faults();
        leases.create(Lease.first("a", LEASE, NOW));
        faults.delay(1, Faults.requests("/leases/", "get"), Duration.ofMinutes(1));

        assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                .isThrownBy(leases::read)
                .withMessage("the API server did not answer in time");
        assertThat(holder()).isEqualTo("a");
    }

    @Test
    void aBrokenWatchIsAFailure() {
        var faults = faults();
        var seen = leases.create(Lease.first("a", LEASE, NOW));
        try (var watch = leases.watch(seen)) {
            leases.replace(seen.renewedFor(LEASE, NOW.plusSeconds(1)));
            assertThat(next(watch, LONG)).isPresent();
            faults.dropConnections();

            assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                    .isThrownBy(() -> next(watch, LONG));
        }
    }

    private Faults faults() {
        assumeTrue(api.inProcess().isPresent(), "only the server in this process has faults");
        return api.inProcess().orElseThrow().faults();
    }

    private String holder() {
        return leases.read().orElseThrow().holder();
    }

    private String path() {
        return "/apis/coordination.k8s.io/v1/namespaces/%s/leases/operator"
                .formatted(api.namespace());
    }

    private static Optional<Lease> next(Leases.Watch watch, Duration limit) {
        try {
            return watch.next(limit);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
