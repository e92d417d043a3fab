package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryApiServer
@Timeout(60)
class ObjectSourceTest {

    private static final int PAGE_SIZE = 3;

    private KubernetesApi api;
    private Configs configs;
    private ApiServer server;
    private ObjectSource source;

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        configs = new Configs(api).withKind();
        server =
                new ApiServer(
                        Connection.of(
                                KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                                Environment.ofProcess()),
                        Duration.ofMinutes(2),
                        new SimpleMeterRegistry());
        source = new KubernetesSource(server, api.namespace(), PAGE_SIZE);
    }

    @AfterEach
    void disconnect() {
        server.close();
    }

    @Test
    void aNamespaceWithoutObjectsIsAnEmptyList() throws Exception {
        assertThat(source.list().objects()).isEmpty();
        assertThat(source.list().resourceVersion()).isNotEmpty();
    }

    @Test
    void allPagesOfAListMakeOneListing() throws Exception {
        var names = new ArrayList<String>();
        for (var i = 0; i < 3 * PAGE_SIZE + 1; i++) {
            names.add("a" + i);
            configs.create("a" + i);
        }

        assertThat(source.list().objects())
                .extracting(object -> object.key().name())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aScopeHasOnlyItsObjects() throws Exception {
        configs.create("a");
        var elsewhere = new KubernetesSource(server, api.newNamespace(), PAGE_SIZE);
        var everywhere = new KubernetesSource(server, null, PAGE_SIZE);

        assertThat(elsewhere.list().objects()).isEmpty();
        assertThat(everywhere.list().objects())
                .extracting(PostgreSQLConfig::key)
                .contains(configs.key("a"));
    }

    /// The server forgets the state that the pages are of: there is no going on.
    @Test
    void aListWhosePagesExpireIsNotHalfAList() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        for (var i = 0; i < 2 * PAGE_SIZE; i++) {
            configs.create("a" + i);
        }
        api.inProcess()
                .orElseThrow()
                .faults()
                .fail(
                        1,
                        request ->
                                request.verb().equals("list")
                                        && !request.parameter("continue").isEmpty(),
                        410);

        assertThatExceptionOfType(SourceException.Expired.class).isThrownBy(source::list);
    }

    @Test
    void aListThatIsCutOffIsNotHalfAList() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        for (var i = 0; i < 2 * PAGE_SIZE; i++) {
            configs.create("a" + i);
        }
        api.inProcess()
                .orElseThrow()
                .faults()
                .cutAnswers(
                        10,
                        request ->
                                request.verb().equals("list")
                                        && !request.parameter("continue").isEmpty());

        assertThatExceptionOfType(SourceException.Unavailable.class).isThrownBy(source::list);
    }

    @Test
    void changesComeInOrder() throws Exception {
        configs.create("old");
        var listing = source.list();
        configs.create("a");
        configs.setOwner("a", "p");
        configs.delete("a");
        configs.create("a");

        try (var changes = source.watch(listing.resourceVersion())) {
            var added = upserted(changes);
            assertThat(added.key()).isEqualTo(configs.key("a"));
            assertThat(added.status().condition("Ready")).isPresent();
            assertThat(upserted(changes).spec().owner()).isEqualTo("p");
            var removed = (Change.Removed) changes.next().orElseThrow();
            assertThat(removed.key()).isEqualTo(configs.key("a"));
            assertThat(removed.uid()).isEqualTo(added.uid());
            assertThat(upserted(changes).uid()).isNotEqualTo(added.uid());

            // From the version of the deletion on, only what came after it.
            try (var resumed = source.watch(removed.resourceVersion())) {
                assertThat(upserted(resumed).uid()).isNotEqualTo(added.uid());
            }
        }
    }

    @Test
    void aVersionThatTheServerHasForgottenIsExpired() {
        configs.create("a");
        api.restart();

        // A server that has just started may be busy at first.
        await().untilAsserted(() ->
                assertThatExceptionOfType(SourceException.Expired.class)
                        .isThrownBy(this::resumeFromTheBeginning));
    }

    private void resumeFromTheBeginning() throws Exception {
        try (var changes = source.watch("1")) {
            changes.next();
        }
    }

    /// As after a restore: the server says nothing at all.
    @Test
    void silenceWithoutABookmarkIsExpired() throws Exception {
        try (var impatient =
                new ApiServer(
                        Connection.of(
                                KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                                Environment.ofProcess()),
                        Duration.ofSeconds(1),
                        new SimpleMeterRegistry())) {
            var silent = new KubernetesSource(impatient, api.namespace(), PAGE_SIZE);
            try (var changes = silent.watch("99999999")) {
                assertThatExceptionOfType(SourceException.Expired.class)
                        .isThrownBy(changes::next)
                        .withMessageContaining("brought nothing");
            }
            configs.create("a");
            var version = silent.list().resourceVersion();
            configs.create("b");
            try (var changes = silent.watch(version)) {
                assertThat(upserted(changes).key()).isEqualTo(configs.key("b"));
                assertThatExceptionOfType(SourceException.Unavailable.class)
                        .isThrownBy(changes::next);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAWaitingWatch(boolean virtual) throws Exception {
        try (var changes = source.watch(source.list().resourceVersion())) {
            var thread = new CompletableFuture<Thread>();
            var waiting =
                    waiting(virtual ? Thread.ofVirtual() : Thread.ofPlatform(), changes, thread);
            thread.join().interrupt();

            assertInterrupted(waiting);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingAWatchEndsItForTheThreadThatWaits(boolean virtual) throws Exception {
        var changes = source.watch(source.list().resourceVersion());
        var thread = new CompletableFuture<Thread>();
        var waiting = waiting(virtual ? Thread.ofVirtual() : Thread.ofPlatform(), changes, thread);
        thread.join();
        changes.close();

        assertInterrupted(waiting);
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(changes::next);
    }

    @Test
    void anInterruptEndsAList() throws Exception {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        api.inProcess()
                .orElseThrow()
                .faults()
                .delay(
                        1,
                        Faults.requests(api.namespace() + "/postgresqlconfigs", "list"),
                        Duration.ofSeconds(20));
        var thread = new CompletableFuture<Thread>();
        var waiting = new CompletableFuture<Exception>();
        Thread.ofPlatform()
                .start(() -> {
                    thread.complete(Thread.currentThread());
                    try {
                        source.list();
                    } catch (SourceException | InterruptedException e) {
                        waiting.complete(e);
                    }
                });
        thread.join().interrupt();

        assertInterrupted(waiting);
    }

    @Test
    void aServerThatDiesEndsAWatchWithAFailure() throws Exception {
        try (var changes = source.watch(source.list().resourceVersion())) {
            api.stop();

            assertThatExceptionOfType(SourceException.Unavailable.class)
                    .isThrownBy(changes::next)
                    .satisfies(failure -> assertThat(failure).hasCauseInstanceOf(Exception.class));
            assertThatExceptionOfType(SourceException.Unavailable.class)
                    .isThrownBy(source::list)
                    .withMessageStartingWith("the API server cannot be reached")
                    .satisfies(failure -> assertThat(failure).hasCauseInstanceOf(Exception.class));
        }
    }

    @Test
    void missingRightsAreNoEmptyList() {
        assumeTrue(api.kind() == KubernetesApi.Kind.REAL, "needs a server with rights");
        var nobody =
                new KubernetesSettings(
                        false,
                        api.url(),
                        null,
                        null,
                        api.kubeconfig().resolveSibling("apiserver.crt"),
                        null,
                        null);
        try (var kubernetes = Kubernetes.connect(nobody, new SimpleMeterRegistry())) {
            var denied = kubernetes.source(null);

            assertThatExceptionOfType(SourceException.Denied.class)
                    .isThrownBy(denied::list)
                    .withMessageContaining("system:anonymous")
                    .withMessageContaining("cannot list resource \"postgresqlconfigs\"");
            assertThatExceptionOfType(SourceException.Denied.class)
                    .isThrownBy(() -> denied.watch("1"));
            assertThatExceptionOfType(ClusterFailure.Denied.class)
                    .isThrownBy(kubernetes::clusterId)
                    .withMessageContaining("--cluster-id");
            assertThatExceptionOfType(ClusterFailure.Denied.class)
                    .isThrownBy(() -> kubernetes.crd().ensure(Crd.Mode.CHECK))
                    .withMessageContaining("--crd skip");
        }
    }

    @Test
    void anOverloadedServerSaysWhenToComeBack() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        var lists = Faults.requests(api.namespace() + "/postgresqlconfigs", "list");
        api.inProcess().orElseThrow().faults().fail(1, lists, 429, Duration.ofSeconds(17));

        assertThatExceptionOfType(SourceException.Unavailable.class)
                .isThrownBy(source::list)
                .satisfies(failure ->
                        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17)))
                .withNoCause();
    }

    private static CompletableFuture<Exception> waiting(
            Thread.Builder kind, ObjectSource.Changes changes, CompletableFuture<Thread> thread) {
        var waiting = new CompletableFuture<Exception>();
        kind.start(() -> {
            thread.complete(Thread.currentThread());
            try {
                changes.next();
            } catch (SourceException | InterruptedException e) {
                waiting.complete(e);
            }
        });
        return waiting;
    }

    private static void assertInterrupted(CompletableFuture<Exception> waiting)
            throws InterruptedException, ExecutionException {
        assertThat(waiting)
                .succeedsWithin(2, TimeUnit.SECONDS)
                .isInstanceOf(InterruptedException.class);
    }

    private static PostgreSQLConfig upserted(ObjectSource.Changes changes) throws Exception {
        return ((Change.Upserted) changes.next().orElseThrow()).object();
    }
}
