package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.DeletionPolicy;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.RoleClaim;
import de.containerconf.postgresql.api.database.RoleState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides what goes with an object that is being deleted, and what stays. Pure, as [Planner] is.
/// For one plan.
final class DeletionPlanner {

    private final Subject subject;
    private final Desired.Absent desired;
    private final Observed observed;
    private final List<Step> steps = new ArrayList<>();
    private final List<Plan.Note> notes = new ArrayList<>();

    private DeletionPlanner(Subject subject, Desired.Absent desired, Observed observed) {
        this.subject = subject;
        this.desired = desired;
        this.observed = observed;
    }

    static Plan plan(Subject subject, Desired.Absent desired, Observed observed) {
        return new DeletionPlanner(subject, desired, observed).plan();
    }

    private Plan plan() {
        // Somebody changed their mind while the deletion was stuck, or the operator was not there.
        var kept = HalfDropped.of(subject, observed.catalog()).filter(each -> !goes(each.claim()));
        if (kept.isPresent() && desired.database() != null) {
            return Plan.proceed(
                    List.of(kept.get().putBack(desired.database(), desired.owner())), Map.of());
        }
        for (var database : observed.heldBy(subject)) {
            if (desired.database() == null || !database.name().equals(desired.database().value())) {
                keep(
                        Plan.Topic.DATABASE,
                        "database '%s' carries the claim of this object under another name, and stays"
                                .formatted(database.name()));
            }
        }
        if (desired.database() != null) {
            observed.catalog().database(desired.database()).ifPresent(this::leave);
        }
        leaveLogins();
        if (kept.isPresent()) {
            keep(
                    Plan.Topic.DATABASE,
                    "database '%s', whose deletion had begun, has no name to go back to, and stays"
                            .formatted(kept.get().database().name()));
        } else if (observed.catalog().unfinished().contains(subject.uid())) {
            steps.add(new Step.DiscardUnfinished());
        }
        if (desired.owner() != null && desired.deletionPolicy() != DeletionPolicy.RETAIN) {
            observed.catalog().role(desired.owner()).ifPresent(this::leave);
        }
        return new Plan(steps, new Plan.Verdict.Proceed(Map.of()), notes);
    }

    private void leave(DatabaseState existing) {
        if (existing.claim() instanceof Claimed.By<DatabaseClaim>(var claim)
                && subject.holds(claim)) {
            steps.add(
                    goes(claim)
                            ? new Step.Drop(existing, desired.sessionPolicy())
                            : new Step.Release(existing));
        } else {
            keep(
                    Plan.Topic.DATABASE,
                    "database '%s' has no claim of this object, and stays"
                            .formatted(existing.name()));
        }
    }

    private boolean goes(DatabaseClaim claim) {
        var policy = desired.deletionPolicy();
        return policy == null ? claim.origin() == Origin.CREATED : policy == DeletionPolicy.DELETE;
    }

    /// A login goes with its database, and before the role that it acts for. Where the database
    /// stays, somebody may need it.
    private void leaveLogins() {
        var logins =
                observed.catalog().loginsOf(subject.uid()).stream().filter(subject::holds).toList();
        if (logins.isEmpty()) {
            return;
        }
        if (databaseThatStays().isPresent()) {
            keep(
                    Plan.Topic.LOGINS,
                    "%s %s for database '%s', and must be dropped by hand when nobody needs %s any more; the Secret goes"
                            .formatted(
                                    logins.stream()
                                            .map(each -> "login '%s'".formatted(each.name()))
                                            .collect(Collectors.joining(" and ")),
                                    logins.size() == 1 ? "stays" : "stay",
                                    desired.database(),
                                    logins.size() == 1 ? "it" : "them"));
        } else {
            logins.forEach(each -> steps.add(new Step.DropLogin(each, SessionPolicy.TERMINATE)));
        }
    }

    /// The last object that names a role of ours takes it along. Objects that are being deleted do
    /// not count, or two that go at the same time would wait for each other to take it. Whether
    /// databases or anything else depend on it is up to the server, under its lock: what was seen
    /// here of other databases can be over by then, and whoever is last must try.
    private void leave(RoleState role) {
        if (!(role.claim() instanceof Claimed.By<RoleClaim>(var claim))
                || !claim.cluster().equals(subject.cluster())) {
            return;
        }
        if (observed.sharer() != null) {
            keep(
                    Plan.Topic.ROLE,
                    "role '%s' stays: the PostgreSQLConfig %s names it too"
                            .formatted(role.name(), observed.sharer()));
        } else if (role.privileged()) {
            keep(
                    Plan.Topic.ROLE,
                    "role '%s' stays: it was given SUPERUSER, CREATEROLE, REPLICATION or BYPASSRLS since it was created here"
                            .formatted(role.name()));
        } else if (keepsTheDatabase(role)) {
            keep(
                    Plan.Topic.ROLE,
                    "role '%s' stays: database '%s' belongs to it"
                            .formatted(role.name(), desired.database()));
        } else {
            steps.add(new Step.DropRole(role));
        }
    }

    private void keep(Plan.Topic topic, String why) {
        notes.add(new Plan.Note(topic, why));
    }

    /// Whether the object leaves a database behind that belongs to the role.
    private boolean keepsTheDatabase(RoleState role) {
        return databaseThatStays().filter(each -> each.owner().equals(role.name())).isPresent();
    }

    private Optional<DatabaseState> databaseThatStays() {
        return desired.database() == null || steps.stream().anyMatch(Step.Drop.class::isInstance)
                ? Optional.empty()
                : observed.catalog().database(desired.database());
    }
}
