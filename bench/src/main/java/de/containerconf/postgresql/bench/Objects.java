package de.containerconf.postgresql.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.ApiWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The objects of a namespace, through the API.
final class Objects {

    /// The operator's.
    static final String NAMESPACE = "default";

    /// Enough that the operator, and not this side, is what takes the time.
    static final int CLIENTS = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final ApiClient client;
    private final String path;

    Objects(ApiClient client) {
        this(client, NAMESPACE);
    }

    Objects(ApiClient client, String namespace) {
        this.client = client;
        path = "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs".formatted(namespace);
    }

    /// Where one is.
    String path(String name) {
        return path + "/" + name;
    }

    /// Creates an object for each name, for a database of that name with an owner of that name.
    void create(List<String> names) {
        create(names, false);
    }

    /// As [#create(List)].
    ///
    /// @param secrets whether each asks for a Secret, of its name too
    void create(List<String> names, boolean secrets) {
        parallel(
                names,
                name ->
                        client.post(
                                        path,
                                        """
                                        {"apiVersion": "containerconf.de/v1",
                                         "kind": "PostgreSQLConfig",
                                         "metadata": {"name": "%1$s"},
                                         "spec": {"database": "%1$s", "owner": "%1$s",
                                                  "deletionPolicy": "Retain"%2$s}}
                                        """
                                                .formatted(name, secrets ? secret(name) : ""))
                                .ok());
    }

    private static String secret(String name) {
        return ", \"connectionSecret\": {\"name\": \"%s\"}".formatted(name);
    }

    /// Deletes all, and waits until they are gone. Their databases stay: where the operator drops
    /// them, each DROP DATABASE waits for a checkpoint, which together takes longer than everything
    /// that is measured.
    void deleteAll() {
        parallel(
                all().stream().map(object -> text(object, "metadata", "name")).toList(),
                name -> client.delete(path(name)).ok());
        Poll.until(PATIENCE, Duration.ofMillis(100), () -> all().isEmpty());
    }

    /// Whether an object is Ready.
    boolean ready(String name) {
        return ready(client.get(path(name)).ok().json());
    }

    /// How many objects are Ready.
    long ready() {
        return all().stream().filter(Objects::ready).count();
    }

    /// Whether each is Ready for its present generation, and none is being deleted.
    boolean settled() {
        return all().stream().allMatch(Objects::settled);
    }

    /// Whether an object is Ready for its present generation, and not being deleted.
    static boolean settled(JsonObject object) {
        var metadata = object.getAsJsonObject("metadata");
        return ready(object)
                && !metadata.has("deletionTimestamp")
                && object.getAsJsonObject("status")
                        .get("observedGeneration")
                        .equals(metadata.get("generation"));
    }

    /// The uid of each object, by name.
    Map<String, String> uids() {
        return all().stream()
                .collect(
                        Collectors.toMap(
                                object -> text(object, "metadata", "name"),
                                object -> text(object, "metadata", "uid")));
    }

    /// What the operator calls this cluster in its claims.
    String cluster() {
        return client.get("/api/v1/namespaces/kube-system").ok().text("metadata", "uid");
    }

    /// Gives a database to another role.
    void changeOwner(String name, String owner) {
        client.mergePatch(
                        path(name),
                        """
                        {"spec": {"owner": "%s"}}\
                        """
                                .formatted(owner))
                .ok();
    }

    /// All changes from now on. The caller closes it.
    ApiWatch watch() {
        var now = client.get(path + "?limit=1").ok().text("metadata", "resourceVersion");
        return client.watch(path + "?watch=1&resourceVersion=" + now);
    }

    private List<JsonObject> all() {
        return StreamSupport.stream(
                        client.get(path).ok().json().getAsJsonArray("items").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static boolean ready(JsonObject object) {
        var status = object.getAsJsonObject("status");
        return status != null
                && status.has("conditions")
                && StreamSupport.stream(status.getAsJsonArray("conditions").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .anyMatch(condition ->
                                condition.get("type").getAsString().equals("Ready")
                                        && condition.get("status").getAsString().equals("True"));
    }

    private static String text(JsonObject object, String parent, String field) {
        return object.getAsJsonObject(parent).get(field).getAsString();
    }

    /// Does the same for each name, all clients at once.
    static void parallel(List<String> names, Consumer<String> action) {
        var tasks = new ArrayList<Future<?>>();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            names.forEach(name -> tasks.add(clients.submit(() -> action.accept(name))));
        }
        Tasks.join(tasks);
    }
}
