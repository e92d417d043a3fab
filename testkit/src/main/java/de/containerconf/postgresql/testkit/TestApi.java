package de.containerconf.postgresql.testkit;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.json.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A shared server, as one test sees it.
final class TestApi implements KubernetesApi {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final Kind kind;
    private final RunningApiServer server;
    private @Nullable String namespace;

    TestApi(Kind kind, RunningApiServer server) {
        this.kind = kind;
        this.server = server;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public Path kubeconfig() {
        return server.kubeconfig();
    }

    @Override
    public synchronized String namespace() {
        var made = namespace;
        if (made == null) {
            made = newNamespace();
            namespace = made;
        }
        return made;
    }

    @Override
    public String newNamespace() {
        var name = "test-" + NAMESPACES.incrementAndGet();
        var body = Json.object("metadata", Json.object("name", name));
        client().post("/api/v1/namespaces", body.toString()).ok();
        return name;
    }

    @Override
    public ApiClient client() {
        return server.client();
    }

    @Override
    public void apply(String yaml) {
        for (var document : Yaml.parseAll(yaml)) {
            var object = document.getAsJsonObject();
            var path = path(object);
            // A kind that was defined a moment ago is 404, then 429.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () ->
                                    client().apply(
                                                    path + "?fieldManager=testkit&force=true",
                                                    object.toString()),
                            response -> response.code() != 404 && response.code() != 429)
                    .ok();
            if (Json.textAt(object, "kind").equals("CustomResourceDefinition")) {
                awaitServed(object);
            }
        }
    }

    private String path(JsonObject object) {
        var apiVersion = Json.textAt(object, "apiVersion");
        var base = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        var kind = Json.textAt(object, "kind");
        var name = Json.textAt(object, "metadata", "name");
        if (kind.equals("Namespace")
                || kind.equals("CustomResourceDefinition")
                || kind.startsWith("Cluster")) {
            return base + "/" + plural(kind) + "/" + name;
        }
        var named = Json.textAt(object, "metadata", "namespace");
        var where = named.isEmpty() ? namespace() : named;
        return base + "/namespaces/" + where + "/" + plural(kind) + "/" + name;
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    private void awaitServed(JsonObject definition) {
        var spec = Json.objectAt(definition, "spec");
        for (var version : Json.arrayAt(spec, "versions")) {
            var path =
                    "/apis/%s/%s/%s"
                            .formatted(
                                    Json.textAt(spec, "group"),
                                    Json.textAt(version, "name"),
                                    Json.textAt(spec, "names", "plural"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> client().get(path).code() == 200);
        }
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public Optional<Path> auditLog() {
        return server.auditLog();
    }

    @Override
    public Optional<RealFaults> realFaults() {
        return server.realFaults();
    }

    @Override
    public Optional<ApiServer> inProcess() {
        return server.inProcess();
    }
}
