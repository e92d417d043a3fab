package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns outcomes into a status, in the sense of kstatus: `Reconciling` while the operator goes on
/// by itself, `Stalled` while it waits for a person, never both, absent rather than False; and
/// beside them `Drifted` while the server differs. Pure.
final class StatusReport {

    private static final Set<String> OURS =
            Set.of(Condition.READY, Condition.RECONCILING, Condition.STALLED, Condition.DRIFTED);

    /// Reasons that call for a person although the operator looks again now and then.
    private static final Set<Reason> STALLED = Set.of(Reason.PERMISSION_DENIED);

    /// In code points. Enough for every message of ours, and little enough for the server.
    private static final int MAX_MESSAGE = 1_024;

    /// As the custom resource definition allows.
    private static final int MAX_DIFFERENCES = 16;

    /// The fact that the condition CredentialsReady tells.
    static final String CREDENTIALS = "credentials";

    private StatusReport() {}

    /// A message as a condition has it.
    static String cut(String message) {
        return message.codePointCount(0, message.length()) <= MAX_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE - 1)) + "…";
    }

    /// The status of an object after its resources were tried.
    ///
    /// @param outcomes at least one, in the order of the resources; the first that is not done
    ///   decides
    static PostgreSQLConfig.Status of(
            PostgreSQLConfig object, List<Outcome> outcomes, Instant now) {
        return of(object, outcomes, null, now);
    }

    /// @param credentials that of the resource `credentials`, which has a condition of its own
    ///   beside its part in Ready; null: it was not tried, and its condition stays
    static PostgreSQLConfig.Status of(
            PostgreSQLConfig object,
            List<Outcome> outcomes,
            @Nullable Outcome credentials,
            Instant now) {
        var status = summed(object, outcomes, now);
        if (credentials == null && object.spec().connectionSecret() != null) {
            return status;
        }
        var conditions = new ArrayList<>(status.conditions());
        conditions.removeIf(each -> each.type().equals(Condition.CREDENTIALS_READY));
        credentials(object, credentials, now).ifPresent(conditions::add);
        return status.withConditions(conditions);
    }

    private static Optional<Condition> credentials(
            PostgreSQLConfig object, @Nullable Outcome outcome, Instant now) {
        var type = Condition.CREDENTIALS_READY;
        return switch (outcome) {
            case null -> Optional.empty();
            case Outcome.Done(var facts) ->
                    Optional.ofNullable(facts.get(CREDENTIALS))
                            .map(message ->
                                    condition(object, type, true, Reason.RECONCILED, message, now));
            case Outcome.Drifted(var why, _) -> credentials(object, why, now);
            case Outcome.Waiting(var reason, var message, _) ->
                    Optional.of(condition(object, type, false, reason, message, now));
            case Outcome.Rejected(var reason, var message) ->
                    Optional.of(condition(object, type, false, reason, message, now));
        };
    }

    private static PostgreSQLConfig.Status summed(
            PostgreSQLConfig object, List<Outcome> outcomes, Instant now) {
        var facts = new HashMap<String, String>();
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done(var more) -> facts.putAll(more);
                case Outcome.Drifted(var why, var differences) -> {
                    var conditions = new ArrayList<>(blocked(object, why, now));
                    conditions.add(
                            condition(object, Condition.DRIFTED, conditions.getFirst(), now));
                    return status(object, conditions, facts, differences);
                }
                case Outcome.Waiting _, Outcome.Rejected _ -> {
                    return status(object, blocked(object, outcome, now), facts, List.of());
                }
            }
        }
        var ready = condition(object, Condition.READY, true, Reason.RECONCILED, done(facts), now);
        return status(object, List.of(ready), facts, List.of());
    }

    private static List<Condition> blocked(PostgreSQLConfig object, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Waiting(var reason, var message, _) ->
                    blocked(
                            object,
                            STALLED.contains(reason) ? Condition.STALLED : Condition.RECONCILING,
                            condition(object, Condition.READY, false, reason, message, now),
                            now);
            case Outcome.Rejected(var reason, var message) ->
                    blocked(
                            object,
                            Condition.STALLED,
                            condition(object, Condition.READY, false, reason, message, now),
                            now);
            case Outcome.Done _, Outcome.Drifted _ ->
                    throw new IllegalArgumentException("nothing blocks: " + outcome);
        };
    }

    private static List<Condition> blocked(
            PostgreSQLConfig object, String why, Condition ready, Instant now) {
        return List.of(ready, condition(object, why, ready, now));
    }

    /// Facts that are not known now stay as they were last seen.
    private static PostgreSQLConfig.Status status(
            PostgreSQLConfig object,
            List<Condition> ours,
            Map<String, String> facts,
            List<String> differences) {
        var before = object.status();
        var conditions = new ArrayList<>(ours);
        before.conditions().stream()
                .filter(each -> !OURS.contains(each.type()))
                .forEach(conditions::add);
        return new PostgreSQLConfig.Status(
                object.generation(),
                conditions,
                fact(facts, "database", before.database()),
                fact(facts, "owner", before.owner()),
                fact(facts, "origin", before.origin()),
                fact(facts, "serverId", before.serverId()),
                differences.stream().limit(MAX_DIFFERENCES).map(StatusReport::cut).toList());
    }

    /// True for the reason that Ready gives.
    private static Condition condition(
            PostgreSQLConfig object, String type, Condition ready, Instant now) {
        return condition(object, type, true, new Reason(ready.reason()), ready.message(), now);
    }

    private static Condition condition(
            PostgreSQLConfig object,
            String type,
            boolean status,
            Reason reason,
            String message,
            Instant now) {
        var word = status ? "True" : "False";
        var since =
                object.status()
                        .condition(type)
                        .filter(before -> before.status().equals(word))
                        .map(Condition::lastTransitionTime)
                        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
        return new Condition(type, word, object.generation(), since, reason.value(), cut(message));
    }

    private static String done(Map<String, String> facts) {
        var database = facts.get("database");
        var owner = facts.get("owner");
        return database == null || owner == null
                ? "All is as specified."
                : "Database '%s' exists and belongs to '%s'.".formatted(database, owner);
    }

    private static @Nullable String fact(
            Map<String, String> facts, String key, @Nullable String before) {
        var value = facts.get(key);
        return value == null ? before : value;
    }
}
