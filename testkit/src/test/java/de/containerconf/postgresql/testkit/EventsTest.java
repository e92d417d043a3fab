package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryApiServer
class EventsTest {

    private KubernetesApi api;
    private String path;

    @BeforeEach
    void place(KubernetesApi given) {
        api = given;
        path = "/apis/events.k8s.io/v1/namespaces/" + api.namespace() + "/events";
    }

    private String event(String time, String note) {
        return """
        {"metadata":{"name":"e"},"eventTime":"%s","reportingController":"a.b/c","reportingInstance":"i",
         "action":"Act","reason":"Because","type":"Normal","note":"%s",
         "regarding":{"apiVersion":"v1","kind":"Gadget","name":"g","namespace":"%s","uid":"the-uid"}}
        """
                .formatted(time, note, api.namespace());
    }

    private ApiClient.Response create(String time, String note) {
        return api.client().post(path, event(time, note));
    }

    private void create() {
        create("2026-01-01T00:00:00.000000Z", "hello").ok();
    }

    private ApiClient.Response patch(String patch) {
        return api.client().mergePatch(path + "/e", patch);
    }

    @Test
    void timesHaveSixDigits() {
        assertThat(create("2026-01-01T00:00:00Z", "x").code()).isEqualTo(400);
        assertThat(create("2026-01-01T00:00:00.000Z", "x").code()).isEqualTo(400);
        assertThat(create("2026-01-01T00:00:00.000000000Z", "x").code()).isEqualTo(400);
        assertThat(create("2026-01-01T00:00:00.000000Z", "x").code()).isEqualTo(201);
    }

    @Test
    void aTimeInAPatchIsUnprocessable() {
        create();

        assertThat(
                        patch(
                                        "{\"series\":{\"count\":2,\"lastObservedTime\":\"2026-01-01T00:00:00Z\"}}")
                                .code())
                .isEqualTo(422);
    }

    @Test
    void notesAreLimitedInBytes() {
        assertThat(create("2026-01-01T00:00:00.000000Z", "ä".repeat(513)).code()).isEqualTo(422);
        assertThat(create("2026-01-01T00:00:00.000000Z", "ä".repeat(512)).code()).isEqualTo(201);
    }

    @Test
    void whatIsMissingIsNamed() {
        var created =
                api.client()
                        .post(
                                path,
                                "{\"metadata\":{\"name\":\"e\"},\"eventTime\":\"2026-01-01T00:00:00.000000Z\"}");

        assertThat(created.code()).isEqualTo(422);
        assertThat(created.text("message"))
                .contains("reportingInstance: Required", "action: Required", "reason: Required");
    }

    @Test
    void aSeriesBeginsWithTwo() {
        create();
        var series =
                "{\"series\":{\"count\":%d,\"lastObservedTime\":\"2026-01-01T00:00:00.000000Z\"}}";

        assertThat(patch(series.formatted(1)).code()).isEqualTo(422);
        assertThat(patch(series.formatted(2)).code()).isEqualTo(200);
    }

    @Test
    void theRestIsImmutable() {
        create();

        assertThat(patch("{\"note\":\"other\"}").code()).isEqualTo(422);
    }

    @Test
    void anEventAboutWhatHasNoNamespaceBelongsToDefault() {
        var event =
                event("2026-01-01T00:00:00.000000Z", "x")
                        .replace("\"namespace\":\"" + api.namespace() + "\",", "")
                        .replace("\"name\":\"e\"", "\"name\":\"" + api.namespace() + "\"");

        var elsewhere = api.client().post(path, event);

        assertThat(elsewhere.code()).isEqualTo(422);
        assertThat(elsewhere.text("message")).contains("does not match event.namespace");
        assertThat(
                        api.client()
                                .post("/apis/events.k8s.io/v1/namespaces/default/events", event)
                                .code())
                .isEqualTo(201);
    }

    @Test
    void theOldApiShowsTheSameEvent() {
        create();

        var found =
                api.client()
                        .get(
                                "/api/v1/namespaces/"
                                        + api.namespace()
                                        + "/events?fieldSelector=involvedObject.uid%3Dthe-uid");

        assertThat(found.text()).contains("\"message\":\"hello\"", "\"involvedObject\"");
    }
}
