package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class ConfigObjectsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Condition READY =
            new Condition("Ready", "True", 1L, NOW, "Reconciled", "Ready.");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Configs configs;
    private KubernetesApi api;
    private Kubernetes kubernetes;
    private ConfigObjects objects;

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        configs = new Configs(api).withKind();
        kubernetes =
                Kubernetes.connect(KubernetesSettings.ofKubeconfig(api.kubeconfig(), null), meters);
        objects = kubernetes.objects();
    }

    @AfterEach
    void disconnect() {
        kubernetes.close();
    }

    @Test
    void readsWhatIsThereAndNothingElse() {
        configs.create("a");

        var object = read("a");
        assertThat(object.spec())
                .isEqualTo(new PostgreSQLConfig.Spec("a", "o", null, "Wait", "Never", "Enforce"));
        assertThat(object.generation()).isEqualTo(1);
        assertThat(object.status().condition("Ready").orElseThrow().reason()).isEqualTo("Pending");
        assertThat(object.status().observedGeneration()).isEqualTo(-1);
        assertThat(objects.read(configs.key("b"))).isEmpty();
    }

    @Test
    void aRequestWithoutAnAnswerIsCounted() {
        assumeTrue(api.inProcess().isPresent(), "a real API server takes no orders to fail");
        configs.create("a");
        var faults = api.inProcess().orElseThrow().faults();
        faults.cut(1_000, Faults.requests(configs.path("a"), "get"));

        assertThatExceptionOfType(ClusterFailure.Unavailable.class).isThrownBy(() -> read("a"));

        faults.clear();

        assertThat(
                        meters.get("operator.api.requests")
                                .tag("verb", "get")
                                .tag("code", "none")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void theFinalizerIsAddedBesideThoseOfOthers() {
        configs.create("a", "[\"example.com/other\"]");

        var stored = objects.addFinalizer(read("a"));

        assertThat(stored.finalizers())
                .containsExactly("example.com/other", PostgreSQLConfig.FINALIZER);
        assertThat(read("a")).isEqualTo(stored);
        assertThat(configs.get("a").text()).contains("\"manager\":\"postgresql-operator\"");
    }

    @Test
    void aFinalizerIsNotAddedToWhatHasChanged() {
        configs.create("a");
        var old = read("a");
        configs.setOwner("a", "p");

        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> objects.addFinalizer(old))
                .withMessageContaining("the object has been modified");
        assertThat(read("a").held()).isFalse();
    }

    @Test
    void aFinalizerIsNotAddedToWhatIsGoneOrToItsSuccessor() {
        configs.create("a");
        var old = read("a");
        configs.delete("a");

        assertThatExceptionOfType(ClusterFailure.Gone.class)
                .isThrownBy(() -> objects.addFinalizer(old));
        configs.create("a");
        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> objects.addFinalizer(old));
        assertThat(read("a").held()).isFalse();
    }

    @Test
    void aFinalizerIsNotAddedToWhatIsBeingDeleted() {
        configs.create("a", "[\"example.com/other\"]");
        configs.delete("a");

        assertThatExceptionOfType(ClusterFailure.Refused.class)
                .isThrownBy(() -> objects.addFinalizer(read("a")))
                .withMessageContaining("no new finalizers can be added");
    }

    @Test
    void onlyOurFinalizerIsRemoved() {
        configs.create("a", "[\"example.com/other\", \"containerconf.de/database\"]");
        configs.delete("a");

        var stored = objects.removeFinalizer(read("a")).orElseThrow();

        assertThat(stored.finalizers()).containsExactly("example.com/other");
        assertThat(stored.deleting()).isTrue();
    }

    @Test
    void removingTheLastOneLetsTheObjectGo() {
        configs.create("a", "[\"containerconf.de/database\"]");
        configs.delete("a");
        var object = read("a");
        assertThat(object.deleting()).isTrue();

        assertThat(objects.removeFinalizer(object)).isEmpty();
        assertThat(objects.read(configs.key("a"))).isEmpty();
        assertThat(objects.removeFinalizer(object)).as("again").isEmpty();
    }

    @Test
    void theFinalizerOfASuccessorStays() {
        configs.create("a", "[\"containerconf.de/database\"]");
        configs.delete("a");
        var old = read("a");
        objects.removeFinalizer(old);
        configs.create("a", "[\"containerconf.de/database\"]");

        assertThat(objects.removeFinalizer(old)).isEmpty();
        assertThat(read("a").held()).isTrue();
    }

    @Test
    void aFinalizerIsNotRemovedFromWhatHasChanged() {
        configs.create("a", "[\"containerconf.de/database\"]");
        var old = read("a");
        configs.setOwner("a", "p");

        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> objects.removeFinalizer(old));
        assertThat(read("a").held()).isTrue();
    }

    @Test
    void theStatusIsStoredAsGiven() {
        configs.create("a");
        var status = new PostgreSQLConfig.Status(1, List.of(READY), "a", "o", "created", null);

        var stored = objects.writeStatus(read("a"), status);

        assertThat(stored.status()).isEqualTo(status);
        assertThat(read("a")).isEqualTo(stored);
        assertThat(stored.generation()).isEqualTo(1);
    }

    @Test
    void whatTheStatusLeavesOutIsTakenAway() {
        configs.create("a");
        var first =
                objects.writeStatus(
                        read("a"),
                        new PostgreSQLConfig.Status(1, List.of(READY), "a", "o", "created", null));

        var bare = new PostgreSQLConfig.Status(1, List.of(READY), null, null, null, null);

        assertThat(objects.writeStatus(first, bare).status()).isEqualTo(bare);
    }

    @Test
    void theSameStatusAgainIsNoChange() {
        configs.create("a");
        var status = new PostgreSQLConfig.Status(1, List.of(READY), "a", "o", null, null);
        var first = objects.writeStatus(read("a"), status);

        assertThat(objects.writeStatus(first, status)).isEqualTo(first);
    }

    /// A uid would not have guarded it: the status subresource ignores uids.
    @Test
    void theStatusOfAPredecessorIsNotWrittenToItsSuccessor() {
        configs.create("a");
        var old = read("a");
        configs.delete("a");
        configs.create("a");

        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() ->
                        objects.writeStatus(
                                old,
                                new PostgreSQLConfig.Status(
                                        1, List.of(READY), "a", "o", null, null)));
        assertThat(read("a").status().database()).isNull();
    }

    @Test
    void aStatusThatIsNotAllowedIsRefusedWithTheFieldsName() {
        configs.create("a");
        var wrong = new Condition("Ready", "Perhaps", 1L, NOW, "R", "m");

        assertThatExceptionOfType(ClusterFailure.Refused.class)
                .isThrownBy(() ->
                        objects.writeStatus(
                                read("a"),
                                new PostgreSQLConfig.Status(
                                        1, List.of(wrong), null, null, null, null)))
                .withMessageContaining("422 Invalid: status.conditions[0].status")
                .withMessageNotContaining("<nil>");
    }

    @Test
    void aServerThatIsDownIsNoAnswerAtAll() {
        configs.create("a");
        api.stop();

        assertThatExceptionOfType(ClusterFailure.Unavailable.class)
                .isThrownBy(() -> read("a"))
                .withMessageStartingWith("the API server cannot be reached");
    }

    @Test
    void requestsAreCounted() {
        configs.create("a");
        objects.addFinalizer(read("a"));
        objects.read(configs.key("b"));

        assertThat(count("get", 200)).isEqualTo(1);
        assertThat(count("get", 404)).isEqualTo(1);
        assertThat(count("patch", 200)).isEqualTo(1);
        assertThat(count("apply", 200)).isZero();
    }

    @Test
    void theClusterHasAnIdentity() {
        var uid = api.client().get("/api/v1/namespaces/kube-system").ok().text("metadata", "uid");

        assertThat(kubernetes.clusterId()).isEqualTo(uid).isNotEmpty();
    }

    private double count(String verb, int code) {
        return meters.get("operator.api.requests")
                .tags("verb", verb, "code", Integer.toString(code))
                .counter()
                .count();
    }

    private PostgreSQLConfig read(String name) {
        return objects.read(configs.key(name)).orElseThrow();
    }
}
