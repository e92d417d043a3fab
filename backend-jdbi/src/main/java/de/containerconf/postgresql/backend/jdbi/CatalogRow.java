package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Claimed;
import de.containerconf.postgresql.api.database.Comment;
import de.containerconf.postgresql.api.database.DatabaseState;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.RoleState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of [CatalogSql].
///
/// @param kind `database` or `role`
/// @param owner of a login, the role that it acts for; null for other roles
/// @param mine whether our login owns the database
/// @param enabled whether the role may log in
/// @param actsIn the database where a login acts for its owner
/// @param open whether PUBLIC may use the database
record CatalogRow(
        String kind,
        long oid,
        String name,
        @Nullable String owner,
        Comment comment,
        boolean template,
        boolean broken,
        boolean mine,
        boolean privileged,
        boolean enabled,
        @Nullable String actsIn,
        boolean open) {

    static CatalogRow read(ResultSet row, Object context) throws SQLException {
        return new CatalogRow(
                row.getString("kind"),
                row.getLong("oid"),
                row.getString("name"),
                row.getString("owner"),
                new Comment(row.getString("comment")),
                row.getBoolean("template"),
                row.getBoolean("broken"),
                row.getBoolean("mine"),
                row.getBoolean("privileged"),
                row.getBoolean("enabled"),
                row.getString("acts_in"),
                row.getBoolean("open"));
    }

    boolean isDatabase() {
        return kind.equals("database");
    }

    DatabaseState database() {
        return new DatabaseState(
                oid, name, owner == null ? "" : owner, comment, template, broken, open);
    }

    RoleState role() {
        return new RoleState(oid, name, comment, privileged);
    }

    /// The login, if the role is one.
    Optional<LoginState> login() {
        return !isDatabase() && comment.loginClaim() instanceof Claimed.By<LoginClaim>(var claim)
                ? Optional.of(new LoginState(role(), claim, enabled, owner, actsIn))
                : Optional.empty();
    }

    /// The private name, if it is one: only our login's databases count.
    Optional<PrivateName> privateName() {
        return mine ? PrivateName.parse(name) : Optional.empty();
    }
}
