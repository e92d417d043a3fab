package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.controller.port.Event;
import de.containerconf.postgresql.controller.port.Event.Severity;
import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@EveryApiServer
@Timeout(60)
class KubernetesEventsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Moment> now =
            new AtomicReference<>(
                    new Moment(Instant.parse("2026-01-02T03:04:05.678Z"), Duration.ZERO));
    private KubernetesApi api;
    private Configs configs;
    private ApiServer server;
    private KubernetesEvents events;

    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        configs = new Configs(api);
        server =
                new ApiServer(
                        Connection.of(
                                KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                                Environment.ofProcess()),
                        Duration.ofMinutes(2),
                        meters);
        events = new KubernetesEvents(server, "pod-1", now::get, meters).start();
    }

    @AfterEach
    void disconnect() {
        events.close();
        server.close();
    }

    @Test
    void anEventIsStoredWithAllThatDescribeNeeds() {
        events.publish(event("a", Severity.WARNING, "what happened"));

        var stored = awaitEvents(1).getFirst();
        assertThat(stored.get("reason").getAsString()).isEqualTo("Because");
        assertThat(stored.get("type").getAsString()).isEqualTo("Warning");
        assertThat(stored.get("note").getAsString()).isEqualTo("what happened");
        assertThat(stored.get("eventTime").getAsString()).isEqualTo("2026-01-02T03:04:05.678000Z");
        assertThat(stored.get("reportingController").getAsString())
                .isEqualTo("containerconf.de/postgresql-operator");
        assertThat(stored.get("reportingInstance").getAsString()).isEqualTo("pod-1");
        var regarding = stored.getAsJsonObject("regarding");
        assertThat(regarding.get("kind").getAsString()).isEqualTo("PostgreSQLConfig");
        assertThat(regarding.get("apiVersion").getAsString()).isEqualTo("containerconf.de/v1");
        assertThat(regarding.get("name").getAsString()).isEqualTo("a");
        assertThat(regarding.get("uid").getAsString()).isEqualTo("uid-a");
        assertThat(count("written")).isEqualTo(1);
    }

    @Test
    void theSameAgainIsOneEventThatCounts() {
        events.publish(event("a", Severity.NORMAL, "x"));
        now.updateAndGet(each -> each.plus(EventSeries.PAUSE));
        events.publish(event("a", Severity.NORMAL, "x"));

        await().until(() -> count("written") == 2);
        var series = awaitEvents(1).getFirst().getAsJsonObject("series");
        assertThat(series.get("count").getAsInt()).isEqualTo(2);
        assertThat(series.get("lastObservedTime").getAsString())
                .isEqualTo("2026-01-02T03:04:15.678000Z");
    }

    @Test
    void aSeriesWhoseEventExpiredBeginsAnew() {
        events.publish(event("a", Severity.NORMAL, "x"));
        var first = name(awaitEvents(1).getFirst());
        api.client().delete(path() + "/" + first).ok();
        now.updateAndGet(each -> each.plus(EventSeries.PAUSE));

        events.publish(event("a", Severity.NORMAL, "x"));

        assertThat(name(awaitEvents(1).getFirst())).isNotEqualTo(first);
        assertThat(count("dropped")).isZero();
    }

    @Test
    void aLongNoteIsCutBetweenCharacters() {
        events.publish(event("a", Severity.NORMAL, "x" + "😀".repeat(400)));

        var note = awaitEvents(1).getFirst().get("note").getAsString();
        assertThat(note).isEqualTo("x" + "😀".repeat(255) + "…");
        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSize(1_024);
    }

    @Test
    void aNamespaceThatIsBeingDeletedTakesNoneAndIsNotAskedAgain() {
        configs.withKind().create("a", "[\"example.com/hold\"]");
        api.client().delete("/api/v1/namespaces/" + api.namespace()).ok();

        events.publish(event("a", Severity.NORMAL, "x"));

        await().until(() -> count("dropped") == 1);
        assertThat(
                        meters.get("operator.api.requests")
                                .tag("verb", "create")
                                .tag("code", "403")
                                .counter()
                                .count())
                .isEqualTo(1);
        api.client().mergePatch(configs.path("a"), "{\"metadata\":{\"finalizers\":null}}").ok();
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        var faults = faults();
        faults.fail(2, Faults.requests("/events", "create"), 429, Duration.ofSeconds(1));

        events.publish(event("a", Severity.NORMAL, "x"));

        awaitEvents(1);
        assertThat(count("dropped")).isZero();
    }

    @Test
    void anAnswerThatIsLostDoesNotMakeTwoEvents() {
        faults().cutAnswers(1, Faults.requests("/events", "create"));

        events.publish(event("a", Severity.NORMAL, "x"));

        await().until(() -> count("written") == 1);
        assertThat(awaitEvents(1)).hasSize(1);
    }

    @Test
    void aFloodIsDroppedAndHoldsUpNobody() {
        faults().delay(1, Faults.requests("/events", "create"), Duration.ofSeconds(1));

        publish(20_000);

        assertThat(count("dropped")).isGreaterThan(14_000);
        await().until(() -> count("written") > 10);
    }

    @Test
    void whileManyThingsHappenTheirEventsWaitUntilItIsOver() {
        publish(EventPace.BURST + 15);

        await().until(() -> count("written") == EventPace.BURST);
        now.updateAndGet(each -> each.plus(EventPace.QUIET));

        awaitEvents(EventPace.BURST + 15);
        assertThat(meters.get("operator.events.waiting").gauge().value()).isZero();
    }

    @Test
    void whatWaitsIsToldAtTheEnd() {
        publish(EventPace.BURST + 15);
        events.close();

        assertThat(stored()).hasSize(EventPace.BURST + 15);
    }

    @Test
    void theLastWordsAreSaidBeforeTheEnd() {
        events.publish(event("a", Severity.NORMAL, "x"));
        events.publish(event("a", Severity.NORMAL, "y"));
        events.close();

        assertThat(stored()).hasSize(2);
    }

    private void publish(int count) {
        for (var i = 0; i < count; i++) {
            events.publish(event("o" + i, Severity.NORMAL, "x"));
        }
    }

    private Faults faults() {
        assumeTrue(api.inProcess().isPresent(), "a real API server takes no orders to fail");
        return api.inProcess().orElseThrow().faults();
    }

    private List<JsonObject> awaitEvents(int count) {
        return await().until(this::stored, found -> found.size() == count);
    }

    private List<JsonObject> stored() {
        var items = api.client().get(path()).ok().json().getAsJsonArray("items");
        var found = new ArrayList<JsonObject>();
        items.forEach(each -> found.add(each.getAsJsonObject()));
        return found;
    }

    private String path() {
        return "/apis/events.k8s.io/v1/namespaces/" + api.namespace() + "/events";
    }

    private double count(String result) {
        return meters.get("operator.events").tag("result", result).counter().count();
    }

    private static String name(JsonObject event) {
        return event.getAsJsonObject("metadata").get("name").getAsString();
    }

    private Event event(String name, Severity severity, String note) {
        return new Event(configs.key(name), "uid-" + name, severity, "Because", "Act", note);
    }
}
