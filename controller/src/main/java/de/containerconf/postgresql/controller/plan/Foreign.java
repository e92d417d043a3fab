package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.database.DatabaseClaim;
import de.containerconf.postgresql.api.database.DatabaseState;

/// Says of a database that it is another object's, and what can be done about it. Pure.
final class Foreign {

    private Foreign() {}

    static String words(
            Subject subject,
            Desired.Present desired,
            Observed observed,
            DatabaseState existing,
            DatabaseClaim claim) {
        if (claim.cluster().equals(subject.cluster()) && claim.object().equals(subject.key())) {
            return "Database '%s' still belongs to an earlier PostgreSQLConfig of this name (uid %s), and its owner is '%s', whom this object does not name. Set spec.owner to it, which can be changed afterwards; or an administrator of the operator can allow to take it over: --allow-take-over."
                    .formatted(existing.name(), claim.uid(), existing.owner());
        }
        return "%s %s %s"
                .formatted(
                        holder(subject, existing, claim),
                        wayOut(desired, observed, claim),
                        Planner.START_ANEW);
    }

    private static String holder(Subject subject, DatabaseState existing, DatabaseClaim claim) {
        return claim.cluster().equals(subject.cluster())
                ? "Database '%s' belongs to the PostgreSQLConfig %s (uid %s). It becomes free when that object is deleted."
                        .formatted(existing.name(), claim.object(), claim.uid())
                : "Database '%s' belongs to an object of another cluster (%s): the PostgreSQLConfig %s (uid %s). It becomes free when that object is deleted."
                        .formatted(existing.name(), claim.cluster(), claim.object(), claim.uid());
    }

    private static String wayOut(Desired.Present desired, Observed observed, DatabaseClaim claim) {
        if (claim.uid().equals(desired.takeOverFrom()) && observed.formerLives()) {
            return "The annotation containerconf.de/take-over-from is without effect while that object is there.";
        }
        return observed.approvals().takeOver()
                ? "If it is gone for good, as after a restore of the cluster, take the database over with the annotation containerconf.de/take-over-from and that uid as its value."
                : "If it is gone for good, as after a restore of the cluster, an administrator of the operator can allow to take the database over: --allow-take-over.";
    }
}
