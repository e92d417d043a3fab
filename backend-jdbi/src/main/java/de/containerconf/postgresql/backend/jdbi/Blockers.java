package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who and what holds a database.
///
/// @param others what is not a session, each as a sentence that says how it goes away
/// @param hidden whether our login may not see where some sessions come from
/// @param idleSlots logical replication slots without a consumer: no obstacle, but dropped too
record Blockers(
        List<Session> sessions, List<String> others, boolean hidden, List<String> idleSlots) {

    static Blockers of(ServerConnection connection, long oid) {
        var rows = connection.rows(BlockersSql.of(oid), Row::read);
        return new Blockers(
                rows.stream().filter(Row::isSession).map(Row::session).toList(),
                rows.stream()
                        .filter(row -> !row.isSession() && !row.isIdleSlot())
                        .map(Row::sentence)
                        .toList(),
                rows.stream().anyMatch(Row::hidden),
                rows.stream().filter(Row::isIdleSlot).map(Row::name).toList());
    }

    boolean isEmpty() {
        return sessions.isEmpty() && others.isEmpty();
    }

    DatabaseFailure.InUse failure(String database, @Nullable Throwable cause) {
        return failure("The database '%s' is in use.", database, cause);
    }

    /// As [#failure], for the database that new ones are copied from.
    DatabaseFailure.InUse templateFailure(String database, @Nullable Throwable cause) {
        return failure(
                "A new database is a copy of '%s', which can be copied only while nobody else uses it.",
                database, cause);
    }

    private DatabaseFailure.InUse failure(
            String words, String database, @Nullable Throwable cause) {
        var message = new StringBuilder(words.formatted(database));
        others.forEach(other -> message.append(' ').append(other));
        if (hidden) {
            message.append(
                    " From where is hidden from the operator's login, unless it is granted pg_read_all_stats.");
        }
        return new DatabaseFailure.InUse(
                message.toString(), database, sessions.size() + others.size(), sessions, cause);
    }

    private record Row(
            String kind,
            int pid,
            @Nullable String who,
            @Nullable String what,
            @Nullable String client,
            boolean hidden) {

        static Row read(ResultSet row, Object context) throws SQLException {
            return new Row(
                    row.getString("kind"),
                    row.getInt("pid"),
                    row.getString("who"),
                    row.getString("what"),
                    row.getString("client"),
                    row.getBoolean("hidden"));
        }

        boolean isSession() {
            return kind.equals("session");
        }

        boolean isIdleSlot() {
            return kind.equals("idle slot");
        }

        String name() {
            return Objects.requireNonNullElse(what, "");
        }

        Session session() {
            return new Session(pid, who, name(), client);
        }

        String sentence() {
            return switch (kind) {
                case "prepared transaction" ->
                        "A prepared transaction of '%s' holds it: end it there with ROLLBACK PREPARED %s or COMMIT PREPARED."
                                .formatted(who, Sql.literal(name()));
                case "subscription" ->
                        "A subscription holds it: end it there with DROP SUBSCRIPTION %1$s; if its publisher is gone, first with ALTER SUBSCRIPTION %1$s DISABLE and ALTER SUBSCRIPTION %1$s SET (slot_name = NONE)."
                                .formatted(Sql.identifier(name()));
                default ->
                        "The replication slot '%s' is active for process %d: stop its consumer."
                                .formatted(name(), pid);
            };
        }
    }
}
