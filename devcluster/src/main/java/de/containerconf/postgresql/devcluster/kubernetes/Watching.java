package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.schema.Cause;
import de.containerconf.postgresql.devcluster.kubernetes.store.History;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Answers watch. Thread-safe. What it promises is in KEP-365 (paging), KEP-956 (bookmarks) and
/// KEP-3157 (lists by watch); the rest was measured on Kubernetes 1.37.
final class Watching {

    private static final int MIN_TIMEOUT_SECONDS = 1800;

    private final Cluster cluster;
    private final Reading reading;

    Watching(Cluster cluster, Reading reading) {
        this.cluster = cluster;
        this.reading = reading;
    }

    /// Where a watch begins.
    ///
    /// @param resourceVersion what the client knows at that place
    /// @param initial what it gets first, or null if it has a list already
    private record Start(
            History history,
            History.Position position,
            long resourceVersion,
            @Nullable List<StoredObject> initial) {}

    Answer watch(ResourceType type, ApiRequest request, String accept) {
        var rendering = Rendering.of(type, request, accept);
        var list = request.flag("sendInitialEvents");
        if (list && !request.parameter("resourceVersionMatch").equals("NotOlderThan")) {
            var detail = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
            throw Failures.invalid(
                    "ListOptions.meta.k8s.io",
                    "",
                    List.of(Cause.forbidden("resourceVersionMatch", detail)));
        }
        var since = since(request);
        var timeout = timeout(request);
        var selector = Reading.selector(type, request);
        var start = list || since == 0 ? withList(type, request) : resumed(type, since);
        if (start == null) {
            return tooOld(type, since, rendering);
        }
        var bookmarks = request.flag("allowWatchBookmarks");
        return new Answer.Stream(
                "application/json",
                list,
                out ->
                        new WatchStream(
                                        cluster,
                                        rendering,
                                        inScope(request, selector),
                                        bookmarks,
                                        out)
                                .run(
                                        start.history(),
                                        start.position(),
                                        start.resourceVersion(),
                                        start.initial(),
                                        timeout));
    }

    private static Predicate<JsonObject> inScope(
            ApiRequest request, Predicate<JsonObject> selector) {
        var namespace = request.namespace();
        return namespace.isEmpty()
                ? selector
                : selector.and(
                        object -> namespace.equals(Json.stringAt(object, "metadata", "namespace")));
    }

    private Start withList(ResourceType type, ApiRequest request) {
        return cluster.store()
                .locked(() -> {
                    var snapshot = reading.snapshot(type, request);
                    var history = cluster.store().collection(type.storage()).history();
                    return new Start(
                            history, history.end(), snapshot.revision(), snapshot.objects());
                });
    }

    private @Nullable Start resumed(ResourceType type, long since) {
        var history = cluster.store().collection(type.storage()).history();
        return history.after(since)
                .map(position -> new Start(history, position, since, null))
                .orElse(null);
    }

    private Answer tooOld(ResourceType type, long since, Rendering rendering) {
        var oldest = cluster.store().collection(type.storage()).history().start();
        var failure =
                Failures.expired("too old resource version: %d (%d)".formatted(since, oldest));
        return new Answer.Content(
                200,
                "application/json",
                rendering.event("ERROR", Json.bytes(failure.status())),
                List.of(),
                0);
    }

    private static long since(ApiRequest request) {
        var text = request.parameter("resourceVersion");
        try {
            return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    500,
                    null,
                    "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(text, text),
                    null);
        }
    }

    private static Duration timeout(ApiRequest request) {
        var text = request.parameter("timeoutSeconds");
        try {
            var seconds = text.isEmpty() ? 0 : Long.parseLong(text);
            // As --min-request-timeout of the API server: between half an hour and an hour.
            return Duration.ofSeconds(
                    seconds > 0
                            ? seconds
                            : MIN_TIMEOUT_SECONDS
                                    + RandomGenerator.getDefault().nextInt(MIN_TIMEOUT_SECONDS));
        } catch (NumberFormatException e) {
            throw Failures.badRequest(
                    "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text));
        }
    }
}
