package de.containerconf.postgresql.controller.plan;

import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import de.containerconf.postgresql.api.resource.Reason;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// How a server came to differ from what was brought about there before, by the hand of others.
public enum Drift {
    /// The database is gone.
    DATABASE_MISSING,
    /// A DROP DATABASE was interrupted: the data is gone.
    DATABASE_BROKEN,
    /// The database has another name.
    DATABASE_RENAMED,
    /// The database belongs to another role.
    OWNER_CHANGED,
    /// The role that owned it is gone.
    ROLE_MISSING,
    /// The database says no longer whose it is.
    CLAIM_REMOVED,
    /// The database says that it is somebody else's.
    CLAIM_REPLACED,
    /// The database is not on this server, which is another one than before.
    SERVER_CHANGED;

    private static final Map<Reason, Drift> BEYOND_REPAIR =
            Map.of(
                    Reason.DRIFTED, DATABASE_RENAMED,
                    Reason.NOT_OWNED, CLAIM_REMOVED,
                    Reason.CLAIMED_BY_OTHER, CLAIM_REPLACED,
                    Reason.DUPLICATE, CLAIM_REPLACED,
                    Reason.SERVER_CHANGED, SERVER_CHANGED);

    /// As the metric `operator.drift.repaired` spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether the operator undoes it.
    public boolean repairable() {
        return this == CLAIM_REMOVED || !BEYOND_REPAIR.containsValue(this);
    }

    /// What a plan says about it. What a change of the object asks for is no drift.
    ///
    /// @param last what was last brought about
    public static Set<Drift> of(Status last, Plan plan) {
        var found = EnumSet.noneOf(Drift.class);
        if (plan.verdict() instanceof Plan.Verdict.Refuse(var reason, _)) {
            if (last.database() != null && BEYOND_REPAIR.containsKey(reason)) {
                found.add(BEYOND_REPAIR.get(reason));
            }
            return found;
        }
        var broken = plan.steps().stream().anyMatch(Step.Drop.class::isInstance);
        for (var step : plan.steps()) {
            switch (step) {
                case Step.CreateDatabase(var database)
                        when database.name().value().equals(last.database()) ->
                        found.add(broken ? DATABASE_BROKEN : DATABASE_MISSING);
                case Step.ChangeOwner(_, var owner) when owner.value().equals(last.owner()) ->
                        found.add(OWNER_CHANGED);
                case Step.CreateRole(var role) when role.value().equals(last.owner()) ->
                        found.add(ROLE_MISSING);
                case Step.Claim(var database, _) when database.name().equals(last.database()) ->
                        found.add(CLAIM_REMOVED);
                default -> {
                    // Asked for by the object, or left by a crash of our own.
                }
            }
        }
        return found;
    }
}
