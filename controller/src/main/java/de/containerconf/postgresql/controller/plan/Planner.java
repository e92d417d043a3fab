package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.AdoptionPolicy;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.Origin;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Subject.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides what is to be done. Pure: the same input gives the same plan, nothing is read or
/// written. A pass executes the plan; the resync only looks whether there is something to do.
public final class Planner {

    /// The name of the database cannot be changed.
    static final String START_ANEW =
            "For another database, delete this object, which drops nothing, and create one with another spec.database.";

    private Planner() {}

    /// The plan for one object.
    public static Plan plan(Subject subject, Desired desired, Observed observed) {
        return switch (desired) {
            case Desired.Invalid invalid -> Plan.refuse(Reason.INVALID, invalid.message());
            case Desired.Present present -> present(subject, present, observed);
            case Desired.Absent absent -> DeletionPlanner.plan(subject, absent, observed);
        };
    }

    private static Plan present(Subject subject, Desired.Present desired, Observed observed) {
        var server = observed.server();
        var owner = observed.catalog().role(desired.owner());
        if (desired.database().value().equals(server.maintenanceDatabase())) {
            return Plan.refuse(
                    Reason.INVALID,
                    "spec.database must not be '%s': the operator itself is connected to that database"
                            .formatted(desired.database()));
        }
        if (desired.owner().value().equals(server.login())) {
            return Plan.refuse(
                    Reason.INVALID,
                    "spec.owner must not be '%s', which is the operator's own login"
                            .formatted(desired.owner()));
        }
        if (owner.isPresent() && owner.get().loginClaim() instanceof Claimed.By<?>) {
            return Plan.refuse(
                    Reason.INVALID,
                    "spec.owner must not be '%s': that role is the login of a Secret, which comes and goes"
                            .formatted(desired.owner()));
        }
        if (owner.isPresent() && owner.get().privileged()) {
            return Plan.refuse(
                    Reason.INVALID,
                    "spec.owner must not be '%s': that role has SUPERUSER, CREATEROLE, REPLICATION or BYPASSRLS"
                            .formatted(desired.owner()));
        }
        var steps = new ArrayList<Step>();
        if (owner.isEmpty()) {
            steps.add(new Step.CreateRole(desired.owner()));
        }
        var existing = observed.catalog().database(desired.database());
        return existing.isPresent()
                ? keep(subject, desired, observed, existing.get(), steps)
                : create(subject, desired, observed, steps);
    }

    private static Plan create(
            Subject subject, Desired.Present desired, Observed observed, List<Step> steps) {
        var elsewhere = observed.heldBy(subject);
        if (!elsewhere.isEmpty()) {
            var name = elsewhere.getFirst().name();
            return Plan.refuse(
                    Reason.DRIFTED,
                    "The database of this object is now called '%s'. An administrator of the server must rename it back: ALTER DATABASE %s RENAME TO %s;"
                            .formatted(name, quoted(name), quoted(desired.database().value())));
        }
        var older = older(subject, observed);
        if (older.isPresent()) {
            return duplicate(older.get(), "the same database and is older");
        }
        if (isElsewhere(subject, observed)) {
            return Plan.refuse(
                    Reason.SERVER_CHANGED,
                    "Database '%s' is not on this PostgreSQL server (system identifier %s); it was on another one (%s). Lead the operator back to that server. If this one replaces it for good, and the database is to be created here anew and empty, start the operator with --accept-server %s."
                            .formatted(
                                    desired.database(),
                                    observed.server().systemIdentifier(),
                                    subject.serverId(),
                                    observed.server().systemIdentifier()));
        }
        var halfDropped = HalfDropped.of(subject, observed.catalog());
        steps.add(
                halfDropped
                        .map(each -> each.putBack(desired.database(), desired.owner()))
                        .orElseGet(() -> new Step.CreateDatabase(fresh(desired, observed))));
        var origin = halfDropped.map(each -> each.claim().origin()).orElse(Origin.CREATED);
        return Plan.proceed(steps, facts(desired, origin, observed));
    }

    private static NewDatabase fresh(Desired.Present desired, Observed observed) {
        return new NewDatabase(desired.database(), desired.owner(), observed.approvals().closed());
    }

    private static Plan keep(
            Subject subject,
            Desired.Present desired,
            Observed observed,
            DatabaseState existing,
            List<Step> steps) {
        return switch (existing.claim()) {
            case Claimed.By<DatabaseClaim>(var claim) when subject.holds(claim) -> {
                discardUnfinished(subject, observed, steps);
                if (existing.broken()) {
                    steps.addFirst(new Step.Drop(existing, SessionPolicy.WAIT));
                    steps.add(new Step.CreateDatabase(fresh(desired, observed)));
                    yield Plan.proceed(steps, facts(desired, Origin.CREATED, observed));
                }
                if (observed.approvals().closed()
                        && existing.open()
                        && claim.origin() == Origin.CREATED) {
                    steps.add(new Step.CloseDatabase(existing));
                }
                if (!existing.owner().equals(desired.owner().value())) {
                    steps.add(new Step.ChangeOwner(existing, desired.owner()));
                }
                yield Plan.proceed(steps, facts(desired, claim.origin(), observed));
            }
            case Claimed.By<DatabaseClaim>(var claim) -> {
                var rival = observed.rivals().stream().filter(each -> each.holds(claim)).findAny();
                if (rival.isPresent()) {
                    yield rival.get().standing() == Standing.LEAVES
                            ? leaving(rival.get())
                            : duplicate(rival.get(), "the same database and holds it");
                }
                yield mayTakeOver(subject, desired, observed, existing, claim)
                        ? takeOver(subject, desired, observed, existing, claim.origin(), steps)
                        : Plan.refuse(
                                Reason.CLAIMED_BY_OTHER,
                                Foreign.words(subject, desired, observed, existing, claim));
            }
            case Claimed.Unclear<DatabaseClaim>(var why) ->
                    Plan.refuse(
                            Reason.CLAIMED_BY_OTHER,
                            "Database '%s' is not touched: its comment %s. An administrator of the server must put the comment right. %s"
                                    .formatted(existing.name(), why, START_ANEW));
            case Claimed.ByNobody<DatabaseClaim>() ->
                    unclaimed(subject, desired, observed, existing, steps);
        };
    }

    private static Plan unclaimed(
            Subject subject,
            Desired.Present desired,
            Observed observed,
            DatabaseState existing,
            List<Step> steps) {
        if (existing.broken()) {
            return Plan.refuse(
                    Reason.NOT_OWNED,
                    "%s It is of no use, because a DROP DATABASE was interrupted: an administrator of the server must finish that with DROP DATABASE %s; and then it is created here. %s"
                            .formatted(
                                    notOurs(subject, existing),
                                    quoted(existing.name()),
                                    START_ANEW));
        }
        if (desired.adoptionPolicy() == AdoptionPolicy.NEVER) {
            var adoption = takeOver(subject, desired, observed, existing, Origin.ADOPTED, steps);
            return Plan.refuse(
                    Reason.NOT_OWNED,
                    "%s To take it over%s %s"
                            .formatted(
                                    notOurs(subject, existing), withAdopt(adoption), START_ANEW));
        }
        return older(subject, observed)
                .map(each -> duplicate(each, "the same database and is older"))
                .orElseGet(() ->
                        takeOver(subject, desired, observed, existing, Origin.ADOPTED, steps));
    }

    private static String notOurs(Subject subject, DatabaseState existing) {
        return (subject.serverId() == null
                        ? "Database '%s' exists already and was not created for this object, so it is not touched."
                        : "Database '%s' no longer has the claim of this object, so it is not touched any more: somebody replaced its comment, or the whole database.")
                .formatted(existing.name());
    }

    /// What the policy would lead to, before somebody sets it.
    private static String withAdopt(Plan adoption) {
        var more =
                adoption.steps().stream()
                        .filter(step ->
                                step instanceof Step.CreateRole || step instanceof Step.ChangeOwner)
                        .map(Step::description)
                        .collect(Collectors.joining(" and "));
        return more.isEmpty()
                ? " as it is, set spec.adoptionPolicy: Adopt."
                : ", set spec.adoptionPolicy: Adopt; that would also %s.".formatted(more);
    }

    /// Beside a database that is there. Without one, its creation goes on from what is left. What
    /// is whole is not for an object to throw away that wants a database.
    private static void discardUnfinished(Subject subject, Observed observed, List<Step> steps) {
        if (observed.catalog().unfinished().contains(subject.uid())
                && HalfDropped.of(subject, observed.catalog()).isEmpty()) {
            steps.addFirst(new Step.DiscardUnfinished());
        }
    }

    /// The claim comes first: only with it the database is ours to change.
    private static Plan takeOver(
            Subject subject,
            Desired.Present desired,
            Observed observed,
            DatabaseState existing,
            Origin origin,
            List<Step> steps) {
        var claim = subject.claim(origin);
        var claimed = existing.with(existing.comment().with(claim));
        discardUnfinished(subject, observed, steps);
        steps.add(new Step.Claim(existing, claim));
        if (!existing.owner().equals(desired.owner().value())) {
            steps.add(new Step.ChangeOwner(claimed, desired.owner()));
        }
        return Plan.proceed(steps, facts(desired, origin, observed));
    }

    /// A person may name the claim to take over, if the administrator of the operator allows that
    /// and no object lives that has it. And an object that was created anew under its name has its
    /// database back. There the name alone would be no proof, as whoever owns a database can write
    /// any claim into its comment: but then the database is that owner's, and nothing is lost when
    /// it stays with the owner that the object names. What is broken has no data to take over.
    private static boolean mayTakeOver(
            Subject subject,
            Desired.Present desired,
            Observed observed,
            DatabaseState existing,
            DatabaseClaim claim) {
        if (existing.broken()) {
            return false;
        }
        var ownedAsWanted =
                existing.owner().equals(desired.owner().value())
                        || existing.owner().equals(observed.server().login());
        return (claim.uid().equals(desired.takeOverFrom())
                        && observed.approvals().takeOver()
                        && !observed.formerLives())
                || (claim.cluster().equals(subject.cluster())
                        && claim.object().equals(subject.key())
                        && ownedAsWanted);
    }

    /// An empty server in the place of a full one, as after a wrong setting or a lost volume.
    private static boolean isElsewhere(Subject subject, Observed observed) {
        var here = observed.server().systemIdentifier();
        return subject.serverId() != null
                && !subject.serverId().equals(here)
                && !here.equals(observed.approvals().acceptedServer());
    }

    private static Optional<Subject> older(Subject subject, Observed observed) {
        return observed.rivals().stream()
                .filter(each -> each.standing() == Standing.WANTS && each.precedes(subject))
                .min(Subject.BY_AGE);
    }

    private static Plan leaving(Subject holder) {
        return Plan.refuse(
                Reason.DUPLICATE,
                "The PostgreSQLConfig %s holds the database and is being deleted. It goes on here when that is over."
                        .formatted(holder.key()));
    }

    private static Plan duplicate(Subject winner, String why) {
        return Plan.refuse(
                Reason.DUPLICATE,
                "The PostgreSQLConfig %s names %s. Delete one of the two objects; the database stays when it is this one."
                        .formatted(winner.key(), why));
    }

    private static Map<String, String> facts(
            Desired.Present desired, Origin origin, Observed observed) {
        return Map.of(
                "database", desired.database().value(),
                "owner", desired.owner().value(),
                "origin", origin.word(),
                "serverId", observed.server().systemIdentifier());
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
