package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What goes back to the client.
sealed interface Answer {

    int code();

    /// A body of known length, in parts that need not be copied together.
    ///
    /// @param warnings for people, sent as `Warning` headers
    /// @param retryAfterSeconds for the header `Retry-After`, or 0
    record Content(
            int code,
            String contentType,
            List<byte[]> parts,
            List<String> warnings,
            int retryAfterSeconds)
            implements Answer {}

    /// A body that comes bit by bit. An exception in it ends the connection without the last chunk.
    ///
    /// @param compressible whether it is compressed for clients that take that
    record Stream(String contentType, boolean compressible, Writer writer) implements Answer {
        @Override
        public int code() {
            return 200;
        }
    }

    /// Writes a body.
    interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Answer json(int code, JsonElement json) {
        return json(code, List.of(Json.bytes(json)), List.of());
    }

    static Answer json(int code, List<byte[]> parts, List<String> warnings) {
        return new Content(code, "application/json", parts, warnings, 0);
    }

    static Answer text(int code, String text) {
        return new Content(
                code,
                "text/plain; charset=utf-8",
                List.of(text.getBytes(StandardCharsets.UTF_8)),
                List.of(),
                0);
    }

    /// What the mux of the API server says of a path that nothing is registered for.
    static Answer noSuchPath() {
        return text(404, "404 page not found\n");
    }

    static Answer of(ApiException failure) {
        return new Content(
                failure.code(),
                "application/json",
                List.of(Json.bytes(failure.status())),
                List.of(),
                failure.retryAfterSeconds());
    }
}
