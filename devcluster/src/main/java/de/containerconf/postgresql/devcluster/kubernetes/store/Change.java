package de.containerconf.postgresql.devcluster.kubernetes.store;

import org.jspecify.annotations.Nullable;

/// One write to a collection.
///
/// @param object the new state; of a deletion the last one, with the resourceVersion of the
///   deletion
/// @param before the state that it replaced, or null
public record Change(Kind kind, StoredObject object, @Nullable StoredObject before) {

    /// As in watch events.
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    public long resourceVersion() {
        return object.resourceVersion();
    }
}
