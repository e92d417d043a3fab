package de.containerconf.postgresql.api.transport;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;

/// One line of a watch.
public sealed interface Change {

    /// Where to resume after it.
    String resourceVersion();

    /// An object appeared or changed.
    record Upserted(PostgreSQLConfig object) implements Change {
        @Override
        public String resourceVersion() {
            return object.resourceVersion();
        }
    }

    /// An object is gone.
    ///
    /// @param resourceVersion that of the deletion
    record Removed(ObjectKey key, String uid, String resourceVersion) implements Change {}

    /// Nothing happened up to here.
    record Bookmark(String resourceVersion) implements Change {}
}
