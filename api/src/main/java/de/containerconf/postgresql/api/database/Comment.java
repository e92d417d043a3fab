package de.containerconf.postgresql.api.database;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The comment of a database or role: the text of people, and perhaps a claim line among it.
/// Immutable.
///
/// @param text the whole comment, or null where there is none; PostgreSQL knows no empty comment
public record Comment(@Nullable String text) {

    /// No comment.
    public static final Comment NONE = new Comment(null);

    public Comment {
        text = text == null || text.isEmpty() ? null : text;
    }

    /// Whose the database with this comment is.
    public Claimed<DatabaseClaim> databaseClaim() {
        return ClaimLine.database(lines(ClaimLine::isOne));
    }

    /// Whether the role with this comment was created by an operator.
    public Claimed<RoleClaim> roleClaim() {
        return ClaimLine.role(lines(ClaimLine::isOne));
    }

    /// Whose the login with this comment is. A role that is no login is nobody's.
    public Claimed<LoginClaim> loginClaim() {
        return ClaimLine.login(lines(ClaimLine::isOne));
    }

    /// The text of people, then the claim.
    public Comment with(DatabaseClaim claim) {
        var people = withoutClaim().text();
        return new Comment(people == null ? claim.line() : people + "\n" + claim.line());
    }

    /// The text of people only, as it was before [#with].
    public Comment withoutClaim() {
        return new Comment(String.join("\n", lines(Predicate.not(ClaimLine::isOne))));
    }

    private List<String> lines(Predicate<String> which) {
        return text == null ? List.of() : Stream.of(text.split("\n", -1)).filter(which).toList();
    }
}
