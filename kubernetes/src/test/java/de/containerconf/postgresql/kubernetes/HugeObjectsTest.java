package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Objects that are as big as they can be, in lists and in watches: they are seen, little of them
/// is kept, and others are not disturbed.
@EveryApiServer
@Timeout(120)
class HugeObjectsTest {

    /// Each more than a megabyte; with all, a list is ten.
    private static final int OBJECTS = FullCounts.of(2, 9);

    /// No annotation is longer than what the server takes of all together.
    private static final String ANNOTATION = "x".repeat(250_000);

    private static final int LABELS = 11_000;
    private static final int MEGABYTE = 1_100_000;
    private static final int TEN_MEGABYTES = 10_000_000;

    private KubernetesApi api;
    private Configs configs;
    private Kubernetes kubernetes;
    private ObjectSource source;

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        configs = new Configs(api).withKind();
        kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                        new SimpleMeterRegistry());
        source = kubernetes.source(api.namespace());
    }

    @AfterEach
    void disconnect() {
        kubernetes.close();
    }

    @Test
    void whatTheServerTakesIsListedAndWatched() throws Exception {
        var before = source.list();
        for (var i = 0; i < OBJECTS; i++) {
            api.client().post(configs.path(), huge("huge" + i)).ok();
        }
        configs.create("small");
        assertThat(api.client().get(configs.path()).text().length())
                .isGreaterThan(OBJECTS * MEGABYTE);

        var listing = source.list();
        assertThat(listing.objects())
                .hasSize(OBJECTS + 1)
                .allSatisfy(HugeObjectsTest::assertSmallHere);

        configs.setOwner("huge0", "p");
        configs.setOwner("small", "p");
        try (var watch = source.watch(before.resourceVersion())) {
            for (var i = 0; i < OBJECTS; i++) {
                assertThat(next(watch).key()).isEqualTo(configs.key("huge" + i));
            }
            assertThat(next(watch).key()).isEqualTo(configs.key("small"));
            var edited = List.of(next(watch), next(watch));
            assertThat(edited)
                    .allSatisfy(object -> {
                        assertThat(object.spec().owner()).isEqualTo("p");
                        assertSmallHere(object);
                    });
            assertThat(edited)
                    .extracting(PostgreSQLConfig::key)
                    .containsExactly(configs.key("huge0"), configs.key("small"));
        }
    }

    /// More than any API server takes: from one of tomorrow, or with other limits.
    @Test
    void oneObjectOfTenMegabytesIsListedAndWatched() throws Exception {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.create("a");
        configs.create("b");
        var faults = api.inProcess().orElseThrow().faults();
        var much = "{\"much\":\"%s\",".formatted("x".repeat(TEN_MEGABYTES));
        var list = api.client().get(configs.path()).text();
        var object = configs.get("a").text();

        faults.reply(
                1,
                Faults.requests(api.namespace() + "/postgresqlconfigs", "list"),
                200,
                "application/json",
                list.replace("\"spec\":{", "\"spec\":" + much));
        var listing = source.list();
        assertThat(listing.objects())
                .hasSize(2)
                .allSatisfy(HugeObjectsTest::assertSmallHere)
                .extracting(PostgreSQLConfig::key)
                .containsExactlyInAnyOrder(configs.key("a"), configs.key("b"));
        assertThat(listing.objects()).isEqualTo(source.list().objects());

        faults.reply(
                1,
                Faults.requests(api.namespace() + "/postgresqlconfigs", "watch"),
                200,
                "application/json",
                "{\"type\":\"MODIFIED\",\"object\":%s}\n{\"type\":\"ADDED\",\"object\":%s}\n"
                        .formatted(
                                object.replace("\"spec\":{", "\"spec\":" + much),
                                configs.get("b").text()));
        try (var watch = source.watch(listing.resourceVersion())) {
            var huge = next(watch);
            assertThat(huge.key()).isEqualTo(configs.key("a"));
            assertSmallHere(huge);
            assertThat(next(watch).key()).isEqualTo(configs.key("b"));
        }
    }

    private static void assertSmallHere(PostgreSQLConfig object) {
        assertThat(object.spec().owner()).isNotEmpty();
        assertThat(object.toString().length()).isLessThan(5_000);
    }

    private static PostgreSQLConfig next(ObjectSource.Changes watch) throws Exception {
        while (true) {
            if (watch.next().orElseThrow() instanceof Change.Upserted(var object)) {
                return object;
            }
        }
    }

    private String huge(String name) {
        var labels =
                IntStream.range(0, LABELS)
                        .mapToObj(number -> "\"k%d\": \"%s\"".formatted(number, "v".repeat(63)))
                        .collect(Collectors.joining(", "));
        return """
        {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
         "metadata": {"name": "%s", "labels": {%s}, "annotations": {"notes": "%s"}},
         "spec": {"database": "%s", "owner": "o"}}
        """
                .formatted(name, labels, ANNOTATION, name);
    }
}
