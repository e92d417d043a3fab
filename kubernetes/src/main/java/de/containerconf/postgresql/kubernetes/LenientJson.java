package de.containerconf.postgresql.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import de.containerconf.postgresql.api.Violation;
import java.io.EOFException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads JSON as it streams by, and goes on when a value has another type than expected: it is
/// noted and treated as absent. Only what is no JSON at all is an error. For one thread.
final class LenientJson {

    /// As deep as the API server accepts; the reader's stack is on the heap.
    private static final int MAX_DEPTH = 10_000;

    private final JsonReader in;
    private List<Violation> unreadable = new ArrayList<>();

    LenientJson(JsonReader in) {
        this.in = in;
        in.setNestingLimit(MAX_DEPTH);
    }

    /// Takes the next field of an object, or item of a list, and must consume it.
    @FunctionalInterface
    interface Each<T> {
        void read(T name) throws IOException;
    }

    /// Consumes one item of a list.
    @FunctionalInterface
    interface Item {
        void read() throws IOException;
    }

    /// What was noted since the last call.
    List<Violation> takeUnreadable() {
        var taken = unreadable;
        unreadable = new ArrayList<>();
        return taken;
    }

    /// Reads an object field by field. Absent for null.
    ///
    /// @param path how to name it when it is something else
    /// @return whether there is one
    boolean object(String path, Each<String> each) throws IOException {
        if (!expect(JsonToken.BEGIN_OBJECT, path, "an object")) {
            return false;
        }
        in.beginObject();
        while (in.hasNext()) {
            each.read(in.nextName());
        }
        in.endObject();
        return true;
    }

    /// Reads a list item by item. Absent for null.
    ///
    /// @return whether there is one
    boolean list(String path, Item item) throws IOException {
        if (!expect(JsonToken.BEGIN_ARRAY, path, "a list")) {
            return false;
        }
        in.beginArray();
        while (in.hasNext()) {
            item.read();
        }
        in.endArray();
        return true;
    }

    @Nullable String text(String path) throws IOException {
        return expect(JsonToken.STRING, path, "text") ? in.nextString() : null;
    }

    long number(String path, long otherwise) throws IOException {
        if (!expect(JsonToken.NUMBER, path, "a number")) {
            return otherwise;
        }
        try {
            return Long.parseLong(in.nextString());
        } catch (NumberFormatException _) {
            unreadable.add(new Violation(path, "must be a whole number"));
            return otherwise;
        }
    }

    @Nullable Instant time(String path) throws IOException {
        var text = text(path);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            unreadable.add(new Violation(path, "must be a time as 2006-01-02T15:04:05Z"));
            return null;
        }
    }

    /// The next value as a tree, for the rare case that it cannot be read as it comes.
    JsonElement element() throws IOException {
        return JsonParser.parseReader(in);
    }

    void skip() throws IOException {
        in.skipValue();
    }

    JsonToken peek() throws IOException {
        return in.peek();
    }

    /// @return whether the next value is of the type; if not, it was consumed
    private boolean expect(JsonToken type, String path, String words) throws IOException {
        var token = in.peek();
        if (token == type) {
            return true;
        }
        if (token == JsonToken.END_DOCUMENT) {
            throw new EOFException("the answer ends before " + path);
        }
        if (token != JsonToken.NULL) {
            unreadable.add(new Violation(path, "must be %s, is %s".formatted(words, words(token))));
        }
        in.skipValue();
        return false;
    }

    private static String words(JsonToken token) {
        return switch (token) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case BEGIN_ARRAY -> "a list";
            case BEGIN_OBJECT -> "an object";
            default -> "something else";
        };
    }
}
