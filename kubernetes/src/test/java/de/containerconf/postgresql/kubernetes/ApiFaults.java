package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import de.containerconf.postgresql.devcluster.kubernetes.ApiRequest;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.RecordingSink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an API server, or something before it, answers: nothing seems to be gone, no change is
/// missed, the server is not stormed, and in the end the world is seen as it is.
@Timeout(120)
abstract class ApiFaults {

    /// Failed tries, with their back-off.
    static final Duration RECOVERY = Duration.ofSeconds(15);

    static final Duration INTERVAL = Duration.ofMillis(300);
    private static final int FAILURES = FullCounts.of(1, 2);
    private static final int TEN_MEGABYTES = 10_000_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RecordingSink world = new RecordingSink();
    private KubernetesApi api;
    private Configs configs;
    private Kubernetes kubernetes;
    private @Nullable Thread thread;

    @BeforeEach
    void connect(KubernetesApi api) {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        this.api = api;
        configs = new Configs(api).withKind();
        kubernetes =
                Kubernetes.connect(KubernetesSettings.ofKubeconfig(api.kubeconfig(), null), meters);
        configs.create("a");
        configs.create("b");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        if (kubernetes != null) {
            faults().clear();
            kubernetes.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allFaults")
    void aFaultIsSurvived(String name, Fault fault) throws Exception {
        run();
        await().until(() -> owner("a").equals("o") && owner("b").equals("o"));

        var before = requests();
        fault.order(faults(), mine());
        faults().dropConnections();
        configs.setOwner("a", "p");
        configs.create("c");
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> owner("a").equals("p") && owner("c").equals("o"));

        assertThat(requests() - before).isLessThanOrEqualTo(mostRequests(FAILURES));
        assertThat(world.smallest()).isEqualTo(2);
        assertThat(world.all()).isEqualTo(truth());
    }

    abstract TransportProvider provider();

    /// How many requests a recovery may take.
    ///
    /// @param failures how many of them fail
    abstract double mostRequests(int failures);

    static Stream<Arguments> allFaults() {
        return faultsByName().entrySet().stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    private static Map<String, Fault> faultsByName() {
        var codes =
                Stream.of(400, 401, 403, 409, 410, 422, 429, 500, 502, 503, 504)
                        .collect(
                                Collectors.<Integer, String, Fault>toMap(
                                        code -> "code " + code,
                                        code ->
                                                (faults, match) ->
                                                        faults.fail(FAILURES, match, code)));
        codes.put("a web page", reply(200, "text/html", "<html>Please log in</html>"));
        codes.put("a redirect", reply(302, "text/html", ""));
        codes.put("nothing", reply(200, "application/json", ""));
        codes.put("null", reply(200, "application/json", "null"));
        codes.put("another kind", reply(200, "application/json", "{\"kind\":\"PodList\"}"));
        codes.put("no JSON", reply(200, "application/json", "\u0000\u0001{[}]"));
        codes.put(
                "an object without a name",
                reply(
                        200,
                        "application/json",
                        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"spec\":{}}]}"));
        codes.put("a truncated answer", (faults, match) -> faults.truncate(FAILURES, match, 90));
        codes.put(
                "a slow answer",
                (faults, match) -> faults.trickle(FAILURES, match, 400, Duration.ofMillis(20)));
        codes.put("no answer", (faults, match) -> faults.cut(FAILURES, match));
        codes.put("an unknown event", unknownEvents());
        return codes;
    }

    private static Fault reply(int code, String type, String body) {
        return (faults, match) -> faults.reply(FAILURES, match, code, type, body);
    }

    /// Of a later server, and huge: it is passed over, and costs no memory for long.
    private static Fault unknownEvents() {
        var event =
                "{\"type\":\"SPLIT\",\"object\":{\"text\":\"%s\"},\"new\":[1]}\n"
                        .formatted("x".repeat(TEN_MEGABYTES));
        return (faults, match) ->
                faults.reply(
                        FAILURES,
                        request -> request.verb().equals("watch") && match.test(request),
                        200,
                        "application/json",
                        event);
    }

    private void run() {
        var transport = provider().open(new TransportSettings(INTERVAL, Map.of()), meters);
        var source = kubernetes.source(api.namespace());
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                transport.run(source, world);
                            } catch (InterruptedException stop) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private Predicate<ApiRequest> mine() {
        return Faults.requests(api.namespace() + "/postgresqlconfigs", "list", "watch");
    }

    private double requests() {
        return meters.get("operator.api.requests").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Map<ObjectKey, PostgreSQLConfig> truth() throws Exception {
        return kubernetes.source(api.namespace()).list().objects().stream()
                .collect(Collectors.toMap(PostgreSQLConfig::key, Function.identity()));
    }

    private Faults faults() {
        return api.inProcess().orElseThrow().faults();
    }

    private String owner(String name) {
        return world.get(configs.key(name)).map(object -> object.spec().owner()).orElse("");
    }

    @FunctionalInterface
    interface Fault {
        void order(Faults faults, Predicate<ApiRequest> match);
    }
}
