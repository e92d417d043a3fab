package de.containerconf.postgresql.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Requests to etcd, in the JSON of its gRPC gateway (etcd documentation, "gRPC gateway").
final class Etcd {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Etcd() {}

    /// The version of all that is stored.
    static long revision(String url) {
        var status = post(url + "/v3/maintenance/status", "{}");
        return Long.parseLong(Json.textAt(status, "header", "revision"));
    }

    /// Forgets what was before a version, and returns when it is gone from disk.
    static void compact(String url, long revision) {
        post(
                url + "/v3/kv/compaction",
                "{\"revision\": \"%d\", \"physical\": true}".formatted(revision));
    }

    private static JsonObject post(String url, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(TIMEOUT)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "etcd answers %d: %s".formatted(answer.statusCode(), answer.body()));
            }
            return JsonParser.parseString(answer.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
