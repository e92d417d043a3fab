package de.containerconf.postgresql.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    }

    /// Reads an object. One that is being deleted needs no owner, and no valid name: what has no
    /// valid name never was created.
    static Desired of(PostgreSQLConfig config) {
        var violations = new ArrayList<Violation>();
        var spec = config.spec();
        var policy = policy(config, violations);
        if (config.deleting()) {
            var database =
                    DatabaseName.violation(spec.database()).isEmpty() ? spec.database() : null;
            return violations.isEmpty()
                    ? new Absent(
                            database == null ? null : new DatabaseName(database),
                            policy.orElse(null))
                    : new Invalid(violations);
        }
        violations.addAll(0, config.unreadable());
        DatabaseName.violation(spec.database())
                .ifPresent(rule -> add(violations, "spec.database", rule));
        RoleName.violation(spec.owner()).ifPresent(rule -> add(violations, "spec.owner", rule));
        if (!violations.isEmpty() || spec.database() == null || spec.owner() == null) {
            return new Invalid(violations);
        }
        return new Present(
                new DatabaseName(spec.database()), new RoleName(spec.owner()), policy.orElse(null));
    }

    private static Optional<DeletionPolicy> policy(
            PostgreSQLConfig config, List<Violation> violations) {
        config.unreadable().stream()
                .filter(each -> config.deleting() && each.field().equals("spec.deletionPolicy"))
                .forEach(violations::add);
        var word = config.spec().deletionPolicy();
        if (word == null) {
            return Optional.empty();
        }
        for (var policy : DeletionPolicy.values()) {
            if (policy.word().equals(word)) {
                return Optional.of(policy);
            }
        }
        add(violations, "spec.deletionPolicy", "must be Delete or Retain, or absent");
        return Optional.empty();
    }

    /// Adds a rule unless something was said about the field before: a number is not also an empty
    /// text.
    private static void add(List<Violation> violations, String field, String rule) {
        if (violations.stream().noneMatch(each -> each.field().equals(field))) {
            violations.add(new Violation(field, rule));
        }
    }
}
