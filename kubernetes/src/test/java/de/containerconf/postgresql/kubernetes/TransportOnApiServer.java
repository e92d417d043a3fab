package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import de.containerconf.postgresql.devcluster.kubernetes.ApiRequest;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.RecordingSink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every transport owes to its sink, whatever happens to the API server.
@Timeout(120)
abstract class TransportOnApiServer {

    static final Duration INTERVAL = Duration.ofMillis(300);

    /// A dead server is asked every 5 s, and a connection may take as long to fail.
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RecordingSink world = new RecordingSink();
    KubernetesApi api;
    Configs configs;
    private Kubernetes kubernetes;
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private @Nullable Thread thread;

    abstract TransportProvider provider();

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        configs = new Configs(api);
        connect();
    }

    private void connect() {
        kubernetes =
                Kubernetes.connect(KubernetesSettings.ofKubeconfig(api.kubeconfig(), null), meters);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        kubernetes.close();
    }

    void run() {
        run(kubernetes.source(api.namespace()));
    }

    private void run(ObjectSource source) {
        var transport = provider().open(new TransportSettings(INTERVAL, Map.of()), meters);
        thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                transport.run(source, world);
                            } catch (InterruptedException | RuntimeException e) {
                                end.complete(e);
                            }
                        });
    }

    @Test
    void theWorldIsSeenAsItBecomes() {
        configs.withKind();
        configs.create("old");
        run();
        await().until(() -> owner("old").equals("o"));

        configs.create("a");
        await().until(() -> owner("a").equals("o"));
        configs.setOwner("a", "p");
        await().until(() -> owner("a").equals("p"));
        var uid = world.get(configs.key("a")).orElseThrow().uid();
        configs.delete("a");
        configs.create("a");
        await().until(() ->
                world.get(configs.key("a"))
                        .filter(object -> !object.uid().equals(uid))
                        .isPresent());
        configs.delete("a");
        await().until(() -> world.get(configs.key("a")).isEmpty());
        assertThat(world.all()).containsOnlyKeys(configs.key("old"));
    }

    @Test
    void noChangeIsMissed() {
        configs.withKind();
        run();
        var random = new Random(42);
        for (var i = 0; i < 150; i++) {
            var name = "a" + random.nextInt(8);
            var there = configs.get(name).code() == 200;
            if (!there) {
                configs.create(name);
            } else if (random.nextInt(3) == 0) {
                configs.delete(name);
            } else {
                configs.setOwner(name, "o" + i);
            }
            if (i % 50 == 25) {
                api.inProcess().ifPresent(server -> server.faults().dropConnections());
            }
        }
        awaitTruth();
    }

    /// Nothing was deleted, so nothing may ever seem to be gone.
    @Test
    void aRestartOfTheServerIsSurvived() {
        configs.withKind();
        configs.create("a");
        configs.create("b");
        run();
        await().until(() -> world.all().size() == 2);

        api.stop();
        await().atMost(Duration.ofSeconds(30)).until(() -> failures("connection") >= 3);
        api.start();

        configs.setOwner("a", "p");
        await().atMost(RECOVERY).until(() -> owner("a").equals("p"));
        configs.create("c");
        await().until(() -> owner("c").equals("o"));
        assertThat(world.smallest()).isEqualTo(2);
        awaitTruth();
    }

    @Test
    void aMissingKindIsNotAnEmptyWorld(@Dedicated KubernetesApi own) {
        kubernetes.close();
        api = own;
        configs = new Configs(own);
        connect();
        run();
        await().until(() -> failures("kind-missing") >= 2);
        assertThat(world.lists()).isZero();

        configs.withKind();
        configs.create("a");
        await().atMost(RECOVERY).until(() -> owner("a").equals("o"));
    }

    @Test
    void aServerThatFailsIsNotStormed() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        configs.create("a");
        var asked = new AtomicInteger();
        Predicate<ApiRequest> mine =
                request -> {
                    var match =
                            Faults.requests(api.namespace() + "/postgresqlconfigs", "list", "watch")
                                    .test(request);
                    if (match) {
                        asked.incrementAndGet();
                    }
                    return match;
                };
        api.inProcess().orElseThrow().faults().fail(1_000, mine, 500);
        run();

        await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
        assertThat(asked).hasValueBetween(3, 6);
        assertThat(world.lists()).isZero();

        api.inProcess().orElseThrow().faults().clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> owner("a").equals("o"));
    }

    @Test
    void theServersWishToWaitIsObeyed() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        configs.create("a");
        api.inProcess()
                .orElseThrow()
                .faults()
                .fail(
                        1,
                        Faults.requests(api.namespace() + "/postgresqlconfigs", "list"),
                        429,
                        Duration.ofSeconds(3));
        var begin = System.nanoTime();
        run();

        await().until(() -> owner("a").equals("o"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    /// As where a firewall forgot the connection: nothing comes, and nothing ends.
    @Test
    void aHalfOpenConnectionIsGivenUp() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        configs.create("a");
        var impatient =
                new ApiServer(
                                Connection.of(settings(), Environment.ofProcess()),
                                Duration.ofSeconds(2),
                                meters)
                        .within(Duration.ofSeconds(2));
        run(new KubernetesSource(impatient, api.namespace()));
        await().until(() -> owner("a").equals("o"));
        var faults = api.inProcess().orElseThrow().faults();

        faults.stall(1, mine("list", "watch"), 100);
        faults.dropConnections();
        configs.setOwner("a", "p");

        await().atMost(RECOVERY).until(() -> owner("a").equals("p"));
        assertThat(world.smallest()).isEqualTo(1);
    }

    /// The running watch goes on, but nothing else is answered any more.
    @Test
    void aRotatedTokenIsReadAgain(@TempDir Path folder) throws IOException {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        configs.create("a");
        var token = Files.writeString(folder.resolve("token"), "old");
        var config = Files.readString(api.kubeconfig());
        var user = config.indexOf("user: {token: development}");
        assertThat(user).as(config).isPositive();
        var kubeconfig =
                Files.writeString(
                        folder.resolve("kubeconfig"),
                        config.replace(
                                "user: {token: development}",
                                "user: {tokenFile: %s}".formatted(token)));
        var faults = api.inProcess().orElseThrow().faults();
        faults.requireToken(mine("list", "watch"), "old");
        kubernetes.close();
        kubernetes = Kubernetes.connect(KubernetesSettings.ofKubeconfig(kubeconfig, null), meters);
        run();
        await().until(() -> owner("a").equals("o"));

        faults.requireToken(mine("list", "watch"), "new");
        configs.setOwner("a", "p");
        faults.dropConnections();
        await().until(() -> failures("denied") >= 1);
        Files.writeString(token, "new");

        configs.setOwner("a", "q");
        await().atMost(RECOVERY).until(() -> owner("a").equals("q"));
        assertThat(world.smallest()).isEqualTo(1);
    }

    @Test
    void anInterruptIsTheEnd() {
        configs.withKind();
        run();
        await().until(() -> world.lists() > 0);

        assertEndsByInterrupt();
    }

    @Test
    void anInterruptWhileTheServerIsDownIsTheEnd() {
        var source = kubernetes.source(api.namespace());
        api.stop();
        run(source);
        await().until(() -> failures("connection") >= 2);

        assertEndsByInterrupt();
    }

    private void assertEndsByInterrupt() {
        Objects.requireNonNull(thread).interrupt();
        assertThat(end)
                .succeedsWithin(2, TimeUnit.SECONDS)
                .isInstanceOf(InterruptedException.class);
    }

    String owner(String name) {
        return world.get(configs.key(name)).map(object -> object.spec().owner()).orElse("");
    }

    double failures(String reason) {
        return meters.counter("operator.transport.failures", "reason", reason).count();
    }

    double lists() {
        return meters.counter("operator.transport.lists").count();
    }

    private void awaitTruth() {
        await().untilAsserted(() -> assertThat(world.all()).isEqualTo(truth()));
    }

    private KubernetesSettings settings() {
        return KubernetesSettings.ofKubeconfig(api.kubeconfig(), null);
    }

    private Predicate<ApiRequest> mine(String... verbs) {
        return Faults.requests(api.namespace() + "/postgresqlconfigs", verbs)
                .and(request -> !request.userAgent().equals("testkit"));
    }

    private Map<ObjectKey, PostgreSQLConfig> truth() throws Exception {
        return kubernetes.source(api.namespace()).list().objects().stream()
                .collect(Collectors.toMap(PostgreSQLConfig::key, Function.identity()));
    }
}
