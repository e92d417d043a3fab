package de.containerconf.postgresql.devcluster.kubernetes;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A server for one test, and requests to it.
final class ServerFixture implements AutoCloseable {

    static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    ServerFixture(@Nullable Path directory) throws IOException {
        server = ApiServer.start(new ApiServer.Options(0, directory));
    }

    ApiServer server() {
        return server;
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .header(
                                "Content-Type",
                                method.equals("PATCH")
                                        ? "application/merge-patch+json"
                                        : "application/json")
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    HttpResponse<String> createConfigMap(String name) throws Exception {
        return send("POST", CONFIG_MAPS, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
    }

    static String uid(HttpResponse<String> response) {
        return Json.textAt(Json.parse(response.body()), "metadata", "uid");
    }

    static long resourceVersion(HttpResponse<String> response) {
        return Long.parseLong(
                Json.textAt(Json.parse(response.body()), "metadata", "resourceVersion"));
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
        server.close();
    }
}
