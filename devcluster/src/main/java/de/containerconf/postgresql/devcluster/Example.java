package de.containerconf.postgresql.devcluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The object of `manifest/example.yaml` on the API server.
final class Example {

    private static final String KIND =
            "/apis/containerconf.de/v1/namespaces/default/postgresqlconfigs";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String url;
    private final Path manifest;
    private final HttpClient client = HttpClient.newHttpClient();

    Example(String url, Path manifest) {
        this.url = url;
        this.manifest = manifest;
    }

    /// Applies it, as soon as the operator has made its kind known.
    ///
    /// @return whether that came to pass
    boolean apply(Duration limit) throws IOException, InterruptedException {
        var content = Files.readString(manifest);
        return eventually(
                limit,
                () -> {
                    var request =
                            request(KIND + "/example?fieldManager=dev-up&force=true")
                                    .header("Content-Type", "application/apply-patch+yaml")
                                    .method("PATCH", BodyPublishers.ofString(content));
                    var answer = send(request);
                    return answer.statusCode() / 100 == 2;
                });
    }

    /// Waits until its condition Ready is True for its present generation.
    boolean awaitReady(Duration limit) throws IOException, InterruptedException {
        return eventually(limit, () -> ready(json(send(request(KIND + "/example")))));
    }

    /// Has the database given to another role.
    ///
    /// @return whether the API server took the order
    boolean setOwner(String owner) throws IOException, InterruptedException {
        var patch = "{\"spec\":{\"owner\":\"%s\"}}".formatted(owner);
        var request =
                request(KIND + "/example")
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString(patch));
        return send(request).statusCode() == 200;
    }

    /// Deletes it; the operator holds it until the database is gone.
    ///
    /// @return whether the API server took the order
    boolean delete() throws IOException, InterruptedException {
        return send(request(KIND + "/example").DELETE()).statusCode() == 200;
    }

    /// Waits until it is gone.
    boolean awaitGone(Duration limit) throws IOException, InterruptedException {
        return eventually(limit, () -> send(request(KIND + "/example")).statusCode() == 404);
    }

    /// All objects, as `kubectl get` prints them.
    String table() throws IOException, InterruptedException {
        var request =
                request(KIND).header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        var table = json(send(request));
        var visible = new ArrayList<Integer>();
        var header = new ArrayList<String>();
        var columns = table.getAsJsonArray("columnDefinitions");
        for (var index = 0; index < columns.size(); index++) {
            var column = columns.get(index).getAsJsonObject();
            if (column.get("priority").getAsInt() == 0) {
                visible.add(index);
                header.add(column.get("name").getAsString().toUpperCase(java.util.Locale.ROOT));
            }
        }
        var rows = new ArrayList<List<String>>();
        rows.add(header);
        for (var row : table.getAsJsonArray("rows")) {
            var cells = row.getAsJsonObject().getAsJsonArray("cells");
            rows.add(
                    visible.stream()
                            .map(cells::get)
                            .map(each -> each.isJsonNull() ? "" : each.getAsString())
                            .toList());
        }
        return TextTable.of(rows);
    }

    private static boolean ready(JsonObject object) {
        if (!object.has("status") || !object.has("metadata")) {
            return false;
        }
        var status = object.getAsJsonObject("status");
        var generation = object.getAsJsonObject("metadata").get("generation").getAsLong();
        if (status.get("observedGeneration").getAsLong() != generation) {
            return false;
        }
        for (var each : status.getAsJsonArray("conditions")) {
            var condition = each.getAsJsonObject();
            if (condition.get("type").getAsString().equals("Ready")) {
                return condition.get("status").getAsString().equals("True");
            }
        }
        return false;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private static boolean eventually(Duration limit, Check check)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (!check.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }
}
