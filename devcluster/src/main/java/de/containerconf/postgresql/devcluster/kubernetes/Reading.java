package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.store.Key;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.util.List;
import java.util.function.Predicate;

/// Answers get and list. Thread-safe.
final class Reading {

    private final Cluster cluster;
    private final Paging paging;

    Reading(Cluster cluster, Paging paging) {
        this.cluster = cluster;
        this.paging = paging;
    }

    StoredObject get(ResourceType type, ApiRequest request) {
        notInTheFuture(version(request));
        return cluster.store()
                .get(type.storage(), new Key(request.namespace(), request.name()))
                .orElseThrow(() -> Failures.notFound(type, request.name()));
    }

    Paging.Page list(ResourceType type, ApiRequest request) {
        var limit = number(request.parameter("limit"));
        var token = request.parameter("continue");
        if (!token.isEmpty()) {
            return paging.next(token, limit);
        }
        var version = version(request);
        notInTheFuture(version);
        var all = snapshot(type, request);
        // Measured on 1.37: a list that may be stale comes from the cache, and comes whole.
        var whole = version == 0 && !request.parameter("resourceVersion").isEmpty();
        return paging.first(all, whole ? 0 : limit);
    }

    /// The objects that a list or a watch selects, and when that was.
    Paging.Snapshot snapshot(ResourceType type, ApiRequest request) {
        var selected = selector(type, request);
        return cluster.store()
                .locked(() ->
                        new Paging.Snapshot(
                                cluster.store().revision(),
                                filtered(
                                        cluster.store()
                                                .collection(type.storage())
                                                .list(request.namespace()),
                                        selected)));
    }

    private static List<StoredObject> filtered(
            List<StoredObject> objects, Predicate<JsonObject> selector) {
        return objects.stream().filter(each -> selector.test(each.json())).toList();
    }

    /// What the label and field selectors of a request let through.
    static Predicate<JsonObject> selector(ResourceType type, ApiRequest request) {
        var selector =
                LabelSelector.parse(request.parameter("labelSelector"))
                        .and(FieldSelector.parse(type, request.parameter("fieldSelector")));
        if (!request.name().isEmpty()) {
            selector = selector.and(FieldSelector.parse(type, "metadata.name=" + request.name()));
        }
        var shown = selector;
        return type.stored() ? shown : stored -> shown.test(type.conversion().fromStored(stored));
    }

    private void notInTheFuture(long version) {
        var now = cluster.store().revision();
        if (version > now) {
            throw Failures.tooLargeResourceVersion(version, now);
        }
    }

    private static long version(ApiRequest request) {
        var text = request.parameter("resourceVersion");
        try {
            return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw Failures.badRequest(
                    "invalid resource version: resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(text, text));
        }
    }

    private static int number(String text) {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Failures.badRequest(
                    "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text));
        }
    }
}
