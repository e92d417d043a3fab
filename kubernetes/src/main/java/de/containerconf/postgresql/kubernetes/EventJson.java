package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.Change;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Reads one event of a watch: `{"type": ..., "object": ...}`.
final class EventJson {

    private @Nullable String type;
    private @Nullable Change change;

    private EventJson() {}

    /// @return empty for an event of a type that is not known
    /// @throws AnswerException for an ERROR event
    static Optional<Change> read(LenientJson json) throws IOException {
        var event = new EventJson();
        var early = new JsonElement[1];
        var found =
                json.object(
                        "event",
                        field -> {
                            switch (field) {
                                case "type" -> event.type = json.text(field);
                                case "object" -> {
                                    if (event.type == null) {
                                        early[0] = json.element();
                                    } else {
                                        event.object(json);
                                    }
                                }
                                default -> json.skip();
                            }
                        });
        if (!found || event.type == null) {
            throw new IOException("the watch brings something that is not an event");
        }
        if (early[0] != null) {
            // The server writes the type first; no rule says that it must.
            event.object(new LenientJson(new JsonReader(new StringReader(early[0].toString()))));
        }
        return Optional.ofNullable(event.change);
    }

    private void object(LenientJson json) throws IOException {
        switch (type) {
            case "ADDED", "MODIFIED" -> change = new Change.Upserted(versioned(json));
            case "DELETED" -> {
                var object = versioned(json);
                change = new Change.Removed(object.key(), object.uid(), object.resourceVersion());
            }
            case "BOOKMARK" -> change = new Change.Bookmark(bookmark(json));
            case "ERROR" -> throw new AnswerException(ApiStatus.read(json, 500));
            case null, default -> json.skip();
        }
    }

    private static PostgreSQLConfig versioned(LenientJson json) throws IOException {
        var object = ConfigJson.read(json);
        if (object.resourceVersion().isEmpty()) {
            throw new IOException("the watch brings an object without a resourceVersion");
        }
        return object;
    }

    private static String bookmark(LenientJson json) throws IOException {
        var version = new AtomicReference<@Nullable String>();
        json.object(
                "object",
                field -> {
                    if (field.equals("metadata")) {
                        json.object(
                                field,
                                each -> {
                                    if (each.equals("resourceVersion")) {
                                        version.set(json.text(each));
                                    } else {
                                        json.skip();
                                    }
                                });
                    } else {
                        json.skip();
                    }
                });
        var found = version.get();
        if (found == null || found.isEmpty()) {
            throw new IOException("the watch brings a bookmark without a resourceVersion");
        }
        return found;
    }
}
