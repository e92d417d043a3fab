package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.List;

/// What a plan is made from.
///
/// @param catalog at least the database and the role that the object names, and everything with the
///   object's uid
/// @param rivals the other live objects that name the same database
public record Observed(ServerInfo server, Catalog catalog, List<Subject> rivals) {

    public Observed {
        rivals = List.copyOf(rivals);
    }
}
