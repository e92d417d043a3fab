package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.resource.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would be done for an object besides its database, and is not: because it only looks on, or
/// because somebody just asks. No I/O. Thread-safe.
public interface Outlook {

    /// For an object whose database nothing stands in the way of.
    ///
    /// @param catalog at least what concerns the object
    Ahead of(PostgreSQLConfig object, Catalog catalog);

    /// What would come.
    ///
    /// @param changes on the server, in this order, in the words of a status
    /// @param refusal what the object would be told instead; null: nothing stands in the way
    record Ahead(List<String> changes, Outcome.@Nullable Rejected refusal) {

        /// Nothing to do.
        public static final Ahead NOTHING = new Ahead(List.of(), null);

        public Ahead {
            changes = List.copyOf(changes);
        }

        /// Nothing may be done.
        public static Ahead refused(Outcome.Rejected refusal) {
            return new Ahead(List.of(), refusal);
        }
    }
}
