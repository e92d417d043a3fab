package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.controller.port.Event;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What is sent for an event: Kubernetes API reference, `events.k8s.io/v1 Event`.
final class EventBody {

    private static final String CONTROLLER = "containerconf.de/postgresql-operator";
    private static final int MAX_NOTE_BYTES = 1_024;
    private static final String ELLIPSIS = "…";

    private EventBody() {}

    /// @param instance which process tells it
    static byte[] create(Event event, String name, String instance, Instant time) {
        var json = new JsonObject();
        json.addProperty("apiVersion", "events.k8s.io/v1");
        json.addProperty("kind", "Event");
        var metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.addProperty("namespace", event.object().namespace());
        json.add("metadata", metadata);
        json.addProperty("eventTime", MicroTime.of(time));
        json.addProperty("type", event.severity().word());
        json.addProperty("reason", event.reason());
        json.addProperty("action", event.action());
        json.addProperty("reportingController", CONTROLLER);
        json.addProperty("reportingInstance", instance);
        json.add("regarding", regarding(event));
        json.addProperty("note", cut(event.note()));
        return bytes(json);
    }

    /// All that may change of an event.
    static byte[] count(int count, Instant time) {
        var series = new JsonObject();
        series.addProperty("count", count);
        series.addProperty("lastObservedTime", MicroTime.of(time));
        var json = new JsonObject();
        json.add("series", series);
        return bytes(json);
    }

    /// Without the uid, `kubectl describe` would not show it.
    private static JsonObject regarding(Event event) {
        var json = new JsonObject();
        json.addProperty("apiVersion", ConfigKind.API_VERSION);
        json.addProperty("kind", ConfigKind.KIND);
        json.addProperty("namespace", event.object().namespace());
        json.addProperty("name", event.object().name());
        json.addProperty("uid", event.uid());
        return json;
    }

    /// Counts bytes, as the server does, and halves no character.
    private static String cut(String note) {
        if (note.getBytes(StandardCharsets.UTF_8).length <= MAX_NOTE_BYTES) {
            return note;
        }
        var room = MAX_NOTE_BYTES - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
        var rest = CharBuffer.wrap(note);
        StandardCharsets.UTF_8.newEncoder().encode(rest, ByteBuffer.allocate(room), true);
        return note.substring(0, rest.position()) + ELLIPSIS;
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
