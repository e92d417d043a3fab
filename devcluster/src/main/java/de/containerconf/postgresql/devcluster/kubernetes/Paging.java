package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lists in pages go on with: the rest of the list, as it was at the first page. Thread-safe.
final class Paging {

    private static final int CAPACITY = 64;

    private final Map<Long, Snapshot> snapshots =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Snapshot> eldest) {
                    return size() > CAPACITY;
                }
            };
    private long next = System.nanoTime();

    /// A list in pages.
    ///
    /// @param revision the resourceVersion that all pages show
    record Snapshot(long revision, List<StoredObject> objects) {}

    /// A page.
    ///
    /// @param token where the next one begins, or null after the last
    /// @param remaining how many objects come after it
    record Page(long revision, List<StoredObject> objects, @Nullable String token, int remaining) {}

    /// The first page of a list.
    Page first(Snapshot snapshot, int limit) {
        if (limit == 0 || snapshot.objects().size() <= limit) {
            return new Page(snapshot.revision(), snapshot.objects(), null, 0);
        }
        long id;
        synchronized (snapshots) {
            id = next++;
            snapshots.put(id, snapshot);
        }
        return page(id, snapshot, 0, limit);
    }

    /// The page that a token stands for.
    Page next(String token, int limit) {
        JsonElement place;
        try {
            place =
                    Json.parse(
                            new String(
                                    Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JsonParseException e) {
            throw invalid();
        }
        var id = Json.at(place, "id");
        var start = Json.at(place, "start");
        if (id == null || start == null) {
            throw invalid();
        }
        Snapshot snapshot;
        synchronized (snapshots) {
            snapshot = snapshots.get(id.getAsLong());
        }
        if (snapshot == null) {
            throw Failures.expired(
                    "The provided continue parameter is too old to display a consistent list"
                            + " result. You must start a new list without the continue parameter.");
        }
        return page(id.getAsLong(), snapshot, start.getAsInt(), limit);
    }

    private static ApiException invalid() {
        return Failures.badRequest("invalid continue token: continue key is not valid");
    }

    private static Page page(long id, Snapshot snapshot, int start, int limit) {
        var size = snapshot.objects().size();
        var end = limit == 0 ? size : Math.min(size, start + limit);
        var token =
                end == size
                        ? null
                        : Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(Json.bytes(Json.object("id", id, "start", end)));
        return new Page(
                snapshot.revision(), snapshot.objects().subList(start, end), token, size - end);
    }

    /// Forgets all lists: their tokens are too old from now on.
    void clear() {
        synchronized (snapshots) {
            snapshots.clear();
        }
    }
}
