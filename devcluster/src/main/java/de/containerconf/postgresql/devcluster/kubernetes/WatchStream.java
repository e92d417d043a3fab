package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.store.Change;
import de.containerconf.postgresql.devcluster.kubernetes.store.History;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One running watch: events in order of resourceVersion, and bookmarks every 60 s and twice before
/// the end. Used by one thread.
final class WatchStream {

    private static final long BOOKMARK = Duration.ofSeconds(60).toNanos();
    private static final long BEFORE_END = Duration.ofMillis(2100).toNanos();
    private static final long AGAIN = Duration.ofSeconds(1).toNanos();
    // Measured on 1.37: a watch of 5 s sees no bookmark.
    private static final long SHORT = Duration.ofSeconds(5).toNanos();

    private final Cluster cluster;
    private final Rendering rendering;
    private final Predicate<JsonObject> selector;
    private final boolean bookmarks;
    private final OutputStream out;
    private long sent;

    WatchStream(
            Cluster cluster,
            Rendering rendering,
            Predicate<JsonObject> selector,
            boolean bookmarks,
            OutputStream out) {
        this.cluster = cluster;
        this.rendering = rendering;
        this.selector = selector;
        this.bookmarks = bookmarks;
        this.out = out;
    }

    /// Writes until the time is over or the history ends.
    ///
    /// @param resourceVersion what the client knows before the first change
    /// @param initial what comes first, or null
    void run(
            History history,
            History.Position from,
            long resourceVersion,
            @Nullable List<StoredObject> initial,
            Duration timeout)
            throws IOException, InterruptedException {
        sent = resourceVersion;
        var begin = System.nanoTime();
        var end = begin + timeout.toNanos();
        initial(initial, resourceVersion);
        var position = from;
        var bookmark = nextBookmark(begin, begin, end);
        while (true) {
            var now = System.nanoTime();
            if (end - now <= 0) {
                return;
            }
            var next = history.await(position, Math.min(end, bookmark) - now);
            if (next.isPresent()) {
                position = next.get();
                change(position.change(), resourceVersion);
            } else if (history.closed()) {
                return;
            } else if (bookmark - System.nanoTime() <= 0) {
                bookmark();
                bookmark = nextBookmark(begin, System.nanoTime(), end);
            }
        }
    }

    private void initial(@Nullable List<StoredObject> objects, long resourceVersion)
            throws IOException {
        if (objects == null) {
            out.flush();
            return;
        }
        for (var object : objects) {
            write("ADDED", rendering.object(object));
        }
        if (bookmarks) {
            write("BOOKMARK", rendering.bookmark(resourceVersion, true));
        }
        out.flush();
    }

    private void change(Change change, long known) throws IOException {
        // A watch from a version of the future is silent until that is reached.
        if (change.resourceVersion() <= known) {
            return;
        }
        var kind = kind(change);
        if (kind != null) {
            sent = change.resourceVersion();
            var shown = change.object();
            write(kind.name(), rendering.object(shown));
            out.flush();
        }
    }

    /// What the change is for this watch: an object may begin or cease to be selected.
    private Change.@Nullable Kind kind(Change change) {
        var before = change.before();
        var was = before != null && selector.test(before.json());
        var is = change.kind() != Change.Kind.DELETED && selector.test(change.object().json());
        if (is) {
            return was ? Change.Kind.MODIFIED : Change.Kind.ADDED;
        }
        return was ? Change.Kind.DELETED : null;
    }

    private void bookmark() throws IOException {
        var now = cluster.store().revision();
        if (now > sent) {
            sent = now;
            write("BOOKMARK", rendering.bookmark(now, false));
            out.flush();
        }
    }

    private long nextBookmark(long begin, long now, long end) {
        if (!bookmarks || end - begin <= SHORT) {
            return end + AGAIN;
        }
        var regular = now + BOOKMARK;
        var last = end - BEFORE_END;
        if (last - now > 0) {
            return Math.min(regular, last);
        }
        return now + AGAIN;
    }

    private void write(String kind, byte[] object) throws IOException {
        for (var part : rendering.event(kind, object)) {
            out.write(part);
        }
    }
}
