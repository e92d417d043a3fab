package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a plan is made from.
///
/// @param catalog at least the database and the role that the object names, and everything with the
///   object's uid
/// @param rivals the other objects that name the same database
/// @param sharer another live object that names the same owner; null: none
/// @param formerLives whether the object lives whose claim the object asks to take over
/// @param approvals what the administrator of the operator allows
public record Observed(
        ServerInfo server,
        Catalog catalog,
        List<Subject> rivals,
        @Nullable ObjectKey sharer,
        boolean formerLives,
        Approvals approvals) {

    public Observed {
        rivals = List.copyOf(rivals);
    }

    /// Databases with the subject's uid, by name: whatever they are called, and whatever cluster
    /// the claim names. Two empty databases are worse than a question too much.
    List<DatabaseState> heldBy(Subject subject) {
        return catalog.databasesOf(subject.uid()).stream()
                .sorted(Comparator.comparing(DatabaseState::name))
                .toList();
    }

    /// With an owner of its own, and nothing approved.
    public Observed(ServerInfo server, Catalog catalog, List<Subject> rivals) {
        this(server, catalog, rivals, null, false, Approvals.NONE);
    }
}
