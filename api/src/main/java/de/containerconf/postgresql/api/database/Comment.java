package de.containerconf.postgresql.api.database;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The comment of a database or role: the text of people, and perhaps a claim line among it.
/// Immutable, with equality of the text. What it says is read once: a comment that is kept from one
/// look at the server to the next costs nothing any more.
public final class Comment {

    /// No comment.
    public static final Comment NONE = new Comment(null);

    private final @Nullable String text;

    // Whoever comes first writes the same as others would.
    private volatile @Nullable Claimed<DatabaseClaim> database;
    private volatile @Nullable Claimed<RoleClaim> role;
    private volatile @Nullable Claimed<LoginClaim> login;

    /// @param text the whole comment, or null where there is none; PostgreSQL knows no empty
    ///   comment
    public Comment(@Nullable String text) {
        this.text = text == null || text.isEmpty() ? null : text;
    }

    /// The whole comment, or null where there is none.
    public @Nullable String text() {
        return text;
    }

    /// Whose the database with this comment is.
    public Claimed<DatabaseClaim> databaseClaim() {
        var known = database;
        if (known == null) {
            known = ClaimLine.database(lines(ClaimLine::isOne));
            database = known;
        }
        return known;
    }

    /// Whether the role with this comment was created by an operator.
    public Claimed<RoleClaim> roleClaim() {
        var known = role;
        if (known == null) {
            known = ClaimLine.role(lines(ClaimLine::isOne));
            role = known;
        }
        return known;
    }

    /// Whose the login with this comment is. A role that is no login is nobody's.
    public Claimed<LoginClaim> loginClaim() {
        var known = login;
        if (known == null) {
            known = ClaimLine.login(lines(ClaimLine::isOne));
            login = known;
        }
        return known;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Comment comment && Objects.equals(text, comment.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return "Comment[text=%s]".formatted(text);
    }

    private List<String> lines(Predicate<String> which) {
        return text == null ? List.of() : Stream.of(text.split("\n", -1)).filter(which).toList();
    }
}
