package de.containerconf.postgresql.api;

import de.containerconf.postgresql.api.database.SessionPolicy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an object asks for, once it makes sense. The same rules stand in the CRD; they are repeated
/// here because a CRD can be older than the operator.
public sealed interface Desired {

    /// The fields that still matter when the object is being deleted.
    Set<String> FOR_DELETION = Set.of("spec.deletionPolicy", "spec.sessionPolicy", "spec.mode");

    /// The database should exist.
    ///
    /// @param deletionPolicy null: drop what was created for the object
    /// @param takeOverFrom uid of a claim that is to be taken over; null: none
    /// @param secret where the login for applications goes; null: nowhere, there is none
    /// @param rotateAt a login that was made before is replaced; null: none is
    record Present(
            DatabaseName database,
            RoleName owner,
            @Nullable DeletionPolicy deletionPolicy,
            AdoptionPolicy adoptionPolicy,
            @Nullable String takeOverFrom,
            @Nullable ConnectionSecret secret,
            @Nullable Instant rotateAt)
            implements Desired {

        /// A database without a Secret.
        public Present(
                DatabaseName database,
                RoleName owner,
                @Nullable DeletionPolicy deletionPolicy,
                AdoptionPolicy adoptionPolicy,
                @Nullable String takeOverFrom) {
            this(database, owner, deletionPolicy, adoptionPolicy, takeOverFrom, null, null);
        }

        /// A database that takes nothing over.
        public Present(
                DatabaseName database, RoleName owner, @Nullable DeletionPolicy deletionPolicy) {
            this(database, owner, deletionPolicy, AdoptionPolicy.NEVER, null);
        }
    }

    /// The object is being deleted, and its database with it.
    ///
    /// @param database null if the spec does not hold the name of a database
    /// @param owner null if the spec does not hold the name of a role
    /// @param deletionPolicy null: drop what was created for the object
    record Absent(
            @Nullable DatabaseName database,
            @Nullable RoleName owner,
            @Nullable DeletionPolicy deletionPolicy,
            SessionPolicy sessionPolicy)
            implements Desired {}

    /// Nothing can be done before a person corrects the object.
    record Invalid(List<Violation> violations) implements Desired {

        public Invalid {
            violations = List.copyOf(violations);
        }

        /// All of them, for people.
        public String message() {
            return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
        }
    }

    /// Reads an object. One that is being deleted needs no owner, and no valid name: what has no
    /// valid name never was created. A policy that makes no sense is never guessed.
    static Desired of(PostgreSQLConfig config) {
        var spec = config.spec();
        var violations = new ArrayList<Violation>();
        config.unreadable().stream()
                .filter(each -> !config.deleting() || FOR_DELETION.contains(each.field()))
                .forEach(violations::add);
        var deletion =
                choice(
                        violations,
                        "spec.deletionPolicy",
                        spec.deletionPolicy(),
                        DeletionPolicy.values(),
                        DeletionPolicy::word);
        var sessions =
                choice(
                        violations,
                        "spec.sessionPolicy",
                        spec.sessionPolicy(),
                        SessionPolicy.values(),
                        SessionPolicy::word);
        choice(violations, "spec.mode", spec.mode(), Mode.values(), Mode::word);
        if (config.deleting()) {
            return violations.isEmpty()
                    ? new Absent(
                            DatabaseName.read(spec.database()).orElse(null),
                            RoleName.read(spec.owner()).orElse(null),
                            deletion.orElse(null),
                            sessions.orElse(SessionPolicy.WAIT))
                    : new Invalid(violations);
        }
        var adoption =
                choice(
                        violations,
                        "spec.adoptionPolicy",
                        spec.adoptionPolicy(),
                        AdoptionPolicy.values(),
                        AdoptionPolicy::word);
        var secret = spec.connectionSecret();
        if (secret != null) {
            ConnectionSecret.violations(secret)
                    .forEach(each -> add(violations, each.field(), each.rule()));
        }
        var rotateAt = rotateAt(config, violations);
        DatabaseName.violation(spec.database())
                .ifPresent(rule -> add(violations, "spec.database", rule));
        RoleName.violation(spec.owner()).ifPresent(rule -> add(violations, "spec.owner", rule));
        return violations.isEmpty()
                ? new Present(
                        DatabaseName.read(spec.database()).orElseThrow(),
                        RoleName.read(spec.owner()).orElseThrow(),
                        deletion.orElse(null),
                        adoption.orElse(AdoptionPolicy.NEVER),
                        config.annotations().get(PostgreSQLConfig.TAKE_OVER_FROM),
                        ConnectionSecret.read(secret).orElse(null),
                        rotateAt)
                : new Invalid(violations);
    }

    private static @Nullable Instant rotateAt(PostgreSQLConfig config, List<Violation> violations) {
        var text = config.annotations().get(PostgreSQLConfig.ROTATE_AT);
        if (text == null || config.spec().connectionSecret() == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            add(
                    violations,
                    "metadata.annotations[%s]".formatted(PostgreSQLConfig.ROTATE_AT),
                    "must be a time as 2006-01-02T15:04:05Z");
            return null;
        }
    }

    private static <E> Optional<E> choice(
            List<Violation> violations,
            String field,
            @Nullable String written,
            E[] values,
            Function<E, String> word) {
        if (written == null) {
            return Optional.empty();
        }
        var chosen =
                Arrays.stream(values).filter(each -> word.apply(each).equals(written)).findFirst();
        if (chosen.isEmpty()) {
            var words = Arrays.stream(values).map(word).collect(Collectors.joining(" or "));
            add(violations, field, "must be %s, or absent".formatted(words));
        }
        return chosen;
    }

    /// Adds a rule unless something was said about the field before: a number is not also an empty
    /// text.
    private static void add(List<Violation> violations, String field, String rule) {
        if (violations.stream().noneMatch(each -> each.field().equals(field))) {
            violations.add(new Violation(field, rule));
        }
    }
}
