package de.containerconf.postgresql.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an object asks for, once it makes sense. The same rules stand in the CRD; they are repeated
/// here because a CRD can be older than the operator.
public sealed interface Desired {

    /// The database should exist.
    ///
    /// @param deletionPolicy null: drop what was created for the object
    record Present(DatabaseName database, RoleName owner, @Nullable DeletionPolicy deletionPolicy)
            implements Desired {}

    /// The object is being deleted, and its database with it.
    ///
    /// @param database null if the spec does not hold the name of a database
    /// @param deletionPolicy null: drop what was created for the object
    record Absent(@Nullable DatabaseName database, @Nullable DeletionPolicy deletionPolicy)
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
    /// valid name never was created.
    static Desired of(PostgreSQLConfig config) {
        var spec = config.spec();
        var violations = new ArrayList<Violation>();
        config.unreadable().stream()
                .filter(each -> !config.deleting() || each.field().equals("spec.deletionPolicy"))
                .forEach(violations::add);
        var policy = policy(spec.deletionPolicy());
        if (spec.deletionPolicy() != null && policy.isEmpty()) {
            add(violations, "spec.deletionPolicy", "must be Delete or Retain, or absent");
        }
        if (!config.deleting()) {
            DatabaseName.violation(spec.database())
                    .ifPresent(rule -> add(violations, "spec.database", rule));
            RoleName.violation(spec.owner()).ifPresent(rule -> add(violations, "spec.owner", rule));
        }
        if (!violations.isEmpty()) {
            return new Invalid(violations);
        }
        if (config.deleting()) {
            return new Absent(DatabaseName.read(spec.database()).orElse(null), policy.orElse(null));
        }
        return new Present(
                DatabaseName.read(spec.database()).orElseThrow(),
                RoleName.read(spec.owner()).orElseThrow(),
                policy.orElse(null));
    }

    private static Optional<DeletionPolicy> policy(@Nullable String word) {
        return Arrays.stream(DeletionPolicy.values())
                .filter(each -> each.word().equals(word))
                .findFirst();
    }

    /// Adds a rule unless something was said about the field before: a number is not also an empty
    /// text.
    private static void add(List<Violation> violations, String field, String rule) {
        if (violations.stream().noneMatch(each -> each.field().equals(field))) {
            violations.add(new Violation(field, rule));
        }
    }
}
