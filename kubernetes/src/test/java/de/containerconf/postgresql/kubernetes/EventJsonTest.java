package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.transport.Change;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final String OBJECT =
            """
            {"metadata": {"namespace": "n", "name": "x", "uid": "u", "resourceVersion": "9"}}\
            """;

    @ParameterizedTest
    @ValueSource(strings = {"ADDED", "MODIFIED"})
    void anObjectThatAppearsOrChangesIsUpserted(String type) throws IOException {
        var change = read("{\"type\": \"" + type + "\", \"object\": " + OBJECT + "}");

        assertThat(change).get().isInstanceOf(Change.Upserted.class);
        assertThat(change.orElseThrow().resourceVersion()).isEqualTo("9");
    }

    @Test
    void aDeletionHasItsOwnVersion() throws IOException {
        assertThat(read("{\"type\": \"DELETED\", \"object\": " + OBJECT + "}"))
                .contains(new Change.Removed(new ObjectKey("n", "x"), "u", "9"));
    }

    @Test
    void theTypeMayComeLast() throws IOException {
        assertThat(read("{\"object\": " + OBJECT + ", \"type\": \"DELETED\"}"))
                .contains(new Change.Removed(new ObjectKey("n", "x"), "u", "9"));
    }

    @Test
    void aBookmarkHasOnlyAVersion() throws IOException {
        assertThat(
                        read(
                                "{\"type\": \"BOOKMARK\", \"object\": {\"kind\": \"PostgreSQLConfig\", \"spec\": null, \"metadata\": {\"resourceVersion\": \"12\", \"creationTimestamp\": null}}}"))
                .contains(new Change.Bookmark("12"));
    }

    @Test
    void anEventOfTheFutureIsPassedOver() throws IOException {
        assertThat(read("{\"type\": \"PAUSED\", \"object\": {\"a\": [1]}}")).isEmpty();
    }

    @Test
    void anErrorIsWhatItsStatusSays() {
        assertThatExceptionOfType(AnswerException.class)
                .isThrownBy(() ->
                        read(
                                """
                                {"type": "ERROR", "object": {"kind": "Status", "code": 410,
                                "reason": "Expired", "message": "too old resource version: 1 (270)"}}
                                """))
                .satisfies(failure -> assertThat(failure.status().expired()).isTrue())
                .withMessageContaining("too old resource version: 1 (270)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "<html>",
                "{\"object\": {}}",
                "{\"type\": \"ADDED\", \"object\": {}}",
                "{\"type\": \"BOOKMARK\", \"object\": {}}",
                "{\"type\": \"ADDED\", \"object\": {\"metadata\": {\"namespace\": \"n\", \"name\": \"x\", \"uid\": \"u\"}}}",
                "{\"type\": \"ADDED\", \"object\": {\"metadata\": {\"namespace\": \"n\""
            })
    void whatIsNoEventIsAnError(String text) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(text));
    }

    private static Optional<Change> read(String text) throws IOException {
        return EventJson.read(new LenientJson(new JsonReader(new StringReader(text))));
    }
}
