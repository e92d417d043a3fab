package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.Comment;

/// Comments, where claims live. Transactional; the lock of the statement lasts until the commit and
/// keeps out other comments, renames and drops.
final class CommentSql {

    private CommentSql() {}

    static String onDatabase(String database, Comment comment) {
        return "COMMENT ON DATABASE %s IS %s"
                .formatted(Sql.identifier(database), Sql.literalOrNull(comment.text()));
    }

    static String onRole(String role, Comment comment) {
        return "COMMENT ON ROLE %s IS %s"
                .formatted(Sql.identifier(role), Sql.literalOrNull(comment.text()));
    }
}
