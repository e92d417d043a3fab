package de.containerconf.postgresql.kubernetes;

import com.google.gson.stream.JsonWriter;
import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/// Writes merge patches (RFC 7386). Each has the version of the object that it was made from, and
/// so is refused when the object has changed, or another has its name: a uid would guard nothing on
/// the status subresource.
final class MergePatch {

    static final String CONTENT_TYPE = "application/merge-patch+json";

    /// Far more than anybody reads, far less than the 32,768 that the CRD allows.
    private static final int MAX_MESSAGE = 1_024;

    private MergePatch() {}

    static byte[] finalizers(PostgreSQLConfig object, Collection<String> finalizers) {
        return patch(
                object,
                json -> {
                    json.name("finalizers").beginArray();
                    for (var finalizer : finalizers) {
                        json.value(finalizer);
                    }
                    json.endArray();
                },
                _ -> {});
    }

    static byte[] status(PostgreSQLConfig object, Status status) {
        return patch(
                object,
                _ -> {},
                json -> {
                    json.name("status").beginObject();
                    json.name("observedGeneration").value(status.observedGeneration());
                    json.name("conditions").beginArray();
                    for (var condition : status.conditions()) {
                        // One of another writer, carried over, is not ours to cut.
                        var kept = object.status().conditions().contains(condition);
                        condition(json, condition, kept);
                    }
                    json.endArray();
                    // Null takes a field away.
                    json.name("database").value(status.database());
                    json.name("owner").value(status.owner());
                    json.name("origin").value(status.origin());
                    json.name("serverId").value(status.serverId());
                    drift(json, status.drift());
                    json.endObject();
                });
    }

    private static void drift(JsonWriter json, List<String> differences) throws IOException {
        json.name("drift");
        if (differences.isEmpty()) {
            json.nullValue();
            return;
        }
        json.beginArray();
        for (var difference : differences) {
            json.value(cut(difference));
        }
        json.endArray();
    }

    private static void condition(JsonWriter json, Condition condition, boolean kept)
            throws IOException {
        json.beginObject();
        json.name("type").value(condition.type());
        json.name("status").value(condition.status());
        if (condition.observedGeneration() != null) {
            json.name("observedGeneration").value(condition.observedGeneration());
        }
        json.name("lastTransitionTime")
                .value(condition.lastTransitionTime().truncatedTo(ChronoUnit.SECONDS).toString());
        json.name("reason").value(condition.reason());
        json.name("message").value(kept ? condition.message() : cut(condition.message()));
        json.endObject();
    }

    /// Counts code points, as the server does, and halves none.
    private static String cut(String message) {
        return message.codePointCount(0, message.length()) <= MAX_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE - 1)) + "…";
    }

    private static byte[] patch(PostgreSQLConfig object, Part metadata, Part rest) {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            json.name("metadata").beginObject();
            json.name("resourceVersion").value(object.resourceVersion());
            metadata.write(json);
            json.endObject();
            rest.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Part {
        void write(JsonWriter json) throws IOException;
    }
}
