package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database of the subject whose deletion had begun, and of which nothing is lost yet.
///
/// @param catalog where it is from
record HalfDropped(DatabaseState database, DatabaseClaim claim, Catalog catalog) {

    static Optional<HalfDropped> of(Subject subject, Catalog catalog) {
        return catalog.halfDropped(subject.uid())
                .flatMap(database ->
                        database.claim() instanceof Claimed.By<DatabaseClaim>(var claim)
                                        && subject.holds(claim)
                                ? Optional.of(new HalfDropped(database, claim, catalog))
                                : Optional.empty());
    }

    /// Whose it was is not known any more, but whose it should be.
    Step putBack(DatabaseName name, @Nullable RoleName owner) {
        return new Step.PutBack(
                database, name, owner != null && catalog.role(owner).isPresent() ? owner : null);
    }
}
