package de.containerconf.postgresql.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Requests to an API server, as plain as HTTP allows, to see and to change the state of its world.
/// Paths begin with `/api`; bodies are JSON. Thread-safe.
public final class ApiClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String url;
    private final @Nullable String token;

    ApiClient(HttpClient http, String url, @Nullable String token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    /// An answer.
    ///
    /// @param text the body as it came
    public record Response(int code, HttpHeaders headers, String text) {

        /// The body as JSON; empty if it is none.
        public JsonObject json() {
            try {
                return Json.parse(text) instanceof JsonObject object ? object : new JsonObject();
            } catch (JsonParseException e) {
                return new JsonObject();
            }
        }

        /// The string that stands there in the body, or "".
        public String text(String... path) {
            var found = Json.at(json(), path);
            return found == null || !found.isJsonPrimitive() ? "" : found.getAsString();
        }

        /// This, if it is a success.
        ///
        /// @throws IllegalStateException otherwise
        public Response ok() {
            if (code / 100 != 2) {
                throw new IllegalStateException("HTTP " + code + ": " + text);
            }
            return this;
        }
    }

    public Response get(String path) {
        return send(request("GET", path, "", null));
    }

    /// A GET that asks for another form.
    public Response get(String path, String accept) {
        return send(request("GET", path, "", null).setHeader("Accept", accept));
    }

    /// The answer to a GET that takes a compressed one, not unpacked.
    public HttpResponse<byte[]> zipped(String path) {
        var request = request("GET", path, "", null).setHeader("Accept-Encoding", "gzip");
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Response post(String path, String json) {
        return send(request("POST", path, "application/json", json));
    }

    public Response put(String path, String json) {
        return send(request("PUT", path, "application/json", json));
    }

    public Response mergePatch(String path, String json) {
        return send(request("PATCH", path, "application/merge-patch+json", json));
    }

    public Response jsonPatch(String path, String json) {
        return send(request("PATCH", path, "application/json-patch+json", json));
    }

    /// Server-side apply.
    ///
    /// @param path with `fieldManager`, and `force` if wanted
    public Response apply(String path, String json) {
        return send(request("PATCH", path, "application/apply-patch+yaml", json));
    }

    public Response delete(String path) {
        return send(request("DELETE", path, "", null));
    }

    /// A DELETE with a body of kind `DeleteOptions`.
    public Response delete(String path, String options) {
        return send(request("DELETE", path, "application/json", options));
    }

    /// Any other request.
    public Response send(String method, String path, String mediaType, String body) {
        return send(request(method, path, mediaType, body));
    }

    /// Opens a watch and waits for its head.
    ///
    /// @param path with `watch=1`
    public ApiWatch watch(String path) {
        try {
            var response =
                    http.send(request("GET", path, "", null).build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (var body = response.body()) {
                    throw new IllegalStateException(
                            "HTTP "
                                    + response.statusCode()
                                    + ": "
                                    + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return new ApiWatch(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(
            String method, String path, String mediaType, @Nullable String body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(url + path)).method(method, publisher);
        if (!mediaType.isEmpty()) {
            request.setHeader("Content-Type", mediaType);
        }
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        return request.setHeader("User-Agent", "testkit");
    }

    private Response send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            return new Response(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
