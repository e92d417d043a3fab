package de.containerconf.postgresql.transport.watch;

import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSink;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One run of the transport: knows up to where the sink has heard of everything. For one thread.
final class Follower {

    /// A watch lasts minutes. One that ends sooner than this, and has brought nothing, is a fault
    /// of something on the way, and repeating it at once would be a storm.
    private static final Duration TOO_SHORT = Duration.ofSeconds(1);

    private final ObjectSource source;
    private final ObjectSink sink;
    private final Runnable reached;
    private final Counter lists;
    private final Counter restarts;

    /// Null: list first.
    private @Nullable String version;

    private boolean watchedBefore;

    Follower(
            ObjectSource source,
            ObjectSink sink,
            Runnable reached,
            Counter lists,
            Counter restarts) {
        this.source = source;
        this.sink = sink;
        this.reached = reached;
        this.lists = lists;
        this.restarts = restarts;
    }

    /// Lists if need be, then watches until the watch ends. It goes on where it ended.
    void follow() throws SourceException, InterruptedException {
        try {
            watch(version == null ? list() : version);
        } catch (SourceException.Expired expired) {
            version = null;
            throw expired;
        }
    }

    private String list() throws SourceException, InterruptedException {
        lists.increment();
        var listing = source.list();
        sink.replace(listing.objects());
        version = listing.resourceVersion();
        reached.run();
        return listing.resourceVersion();
    }

    private void watch(String from) throws SourceException, InterruptedException {
        if (watchedBefore) {
            restarts.increment();
        }
        watchedBefore = true;
        var begin = System.nanoTime();
        var empty = true;
        try (var changes = source.watch(from)) {
            reached.run();
            for (var next = changes.next(); next.isPresent(); next = changes.next()) {
                apply(next.get());
                empty = false;
            }
        }
        var lasted = Duration.ofNanos(System.nanoTime() - begin);
        if (empty && lasted.compareTo(TOO_SHORT) < 0) {
            throw new SourceException.Unavailable("the server ended a watch at once", null, null);
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Upserted upserted -> sink.upsert(upserted.object());
            case Change.Removed removed -> sink.remove(removed.key(), removed.uid());
            case Change.Bookmark _ -> {
                // Only moves the version from which to go on.
            }
        }
        version = change.resourceVersion();
    }
}
