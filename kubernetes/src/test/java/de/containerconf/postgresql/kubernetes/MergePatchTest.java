package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePatchTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void finalizersAreSentWhole() throws IOException {
        var body = MergePatch.finalizers(object("m"), List.of("a", PostgreSQLConfig.FINALIZER));

        assertThat(text(body))
                .isEqualTo(
                        """
                        {"metadata":{"resourceVersion":"7","finalizers":["a","containerconf.de/database"]}}\
                        """);
    }

    @Test
    void theStatusIsSentWholeAndWhatIsAbsentIsTakenAway() throws IOException {
        var status =
                new PostgreSQLConfig.Status(
                        3,
                        List.of(
                                new Condition("Ready", "True", 3L, NOW, "Reconciled", "Ready."),
                                new Condition("Other", "True", null, NOW, "R", "")),
                        "d\"b",
                        "ö",
                        null,
                        null);

        assertThat(text(MergePatch.status(object("m"), status)))
                .isEqualTo(
                        """
                        {"metadata":{"resourceVersion":"7"},"status":{"observedGeneration":3,"conditions":[\
                        {"type":"Ready","status":"True","observedGeneration":3,"lastTransitionTime":"2026-01-02T03:04:05Z",\
                        "reason":"Reconciled","message":"Ready."},\
                        {"type":"Other","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z","reason":"R","message":""}],\
                        "database":"d\\"b","owner":"ö","origin":null,"serverId":null,"drift":null}}\
                        """);
    }

    @Test
    void whatDriftedIsListed() throws IOException {
        var status =
                new PostgreSQLConfig.Status(
                        1, List.of(), null, null, null, null, List.of("create \"a\"", "drop b"));

        assertThat(text(MergePatch.status(object("m"), status)))
                .contains("\"drift\":[\"create \\\"a\\\"\",\"drop b\"]}");
    }

    @Test
    void aLongMessageIsCutBetweenCharacters() throws IOException {
        var message = messageOf(object("m"), "🐘".repeat(2_000));

        assertThat(message.codePointCount(0, message.length())).isEqualTo(1_024);
        assertThat(message).endsWith("🐘…");
        assertThat(messageOf(object("m"), "🐘".repeat(1_024))).isEqualTo("🐘".repeat(1_024));
    }

    @Test
    void theMessageOfAnotherWriterIsNotCut() throws IOException {
        var long2 = "x".repeat(2_000);

        assertThat(messageOf(object(long2), long2)).isEqualTo(long2);
    }

    private static String messageOf(PostgreSQLConfig object, String message) throws IOException {
        var stored = object.status().conditions().getFirst();
        var condition =
                new Condition(
                        stored.type(),
                        stored.status(),
                        stored.observedGeneration(),
                        stored.lastTransitionTime(),
                        stored.reason(),
                        message);
        var status = new PostgreSQLConfig.Status(1, List.of(condition), null, null, null, null);
        return JsonParser.parseString(text(MergePatch.status(object, status)))
                .getAsJsonObject()
                .getAsJsonObject("status")
                .getAsJsonArray("conditions")
                .get(0)
                .getAsJsonObject()
                .get("message")
                .getAsString();
    }

    private static PostgreSQLConfig object(String message) throws IOException {
        return ConfigJson.read(
                new LenientJson(
                        new JsonReader(
                                new StringReader(
                                        """
                                        {"metadata": {"namespace": "n", "name": "x", "uid": "u", "resourceVersion": "7"},
                                         "status": {"conditions": [{"type": "T", "status": "True", "reason": "R",
                                           "lastTransitionTime": "2026-01-02T03:04:05Z", "message": "%s"}]}}
                                        """
                                                .formatted(message)))));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
