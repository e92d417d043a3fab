package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each SQLSTATE means for the caller, where the operation has not decided it already.
final class Failures {

    private Failures() {}

    static DatabaseFailure of(StatementFailure failure) {
        var words = failure.words();
        return switch (failure.state()) {
            case SqlState.DUPLICATE_DATABASE,
                    SqlState.UNIQUE_VIOLATION,
                    SqlState.DUPLICATE_OBJECT,
                    SqlState.NO_SUCH_DATABASE,
                    SqlState.NO_SUCH_OBJECT,
                    SqlState.DEADLOCK,
                    SqlState.SERIALIZATION_FAILURE,
                    SqlState.LOCK_TIMEOUT,
                    SqlState.CANCELED,
                    SqlState.IDLE_IN_TRANSACTION_TIMEOUT ->
                    new DatabaseFailure.Stale(sentence(words), failure);
            case SqlState.IN_USE ->
                    new DatabaseFailure.InUse(sentence(words), null, 0, List.of(), failure);
            case SqlState.DENIED -> Denials.unknown(failure);
            case SqlState.READ_ONLY -> readOnly(failure);
            case SqlState.DISK_FULL -> diskFull(failure);
            default -> byClass(failure, words);
        };
    }

    /// The first two characters of an SQLSTATE are its class.
    private static DatabaseFailure byClass(StatementFailure failure, String words) {
        var state = failure.state();
        if (state.isEmpty() || state.startsWith("08")) {
            return new DatabaseFailure.Unavailable(
                    "The connection to PostgreSQL broke: " + sentence(words), failure);
        }
        if (state.startsWith("57P") || state.startsWith("28")) {
            return new DatabaseFailure.Unavailable(
                    "PostgreSQL ended the connection: " + sentence(words), failure);
        }
        if (state.startsWith("53")) {
            return new DatabaseFailure.Unavailable(
                    "PostgreSQL lacks resources: " + sentence(words), failure);
        }
        if (state.equals(SqlState.INTERNAL) && isRace(words)) {
            return new DatabaseFailure.Stale(sentence(words), failure);
        }
        return new DatabaseFailure.Invalid(
                "PostgreSQL says: %s (SQLSTATE %s)".formatted(sentence(words), state), failure);
    }

    /// Catalog rows that two sessions change at once have no code of their own, nor has a role that
    /// one drops while another drops it or grants it; the words are never translated.
    private static boolean isRace(String words) {
        return words.startsWith("tuple concurrently")
                || words.startsWith("could not find tuple for role")
                || words.startsWith("no possible grantors");
    }

    /// The server answers, reads, drops, and writes where there is still room: it is no outage.
    private static DatabaseFailure diskFull(StatementFailure failure) {
        return new DatabaseFailure.Conflict(
                "A disk of the PostgreSQL server is full: %s It is tried again until there is room."
                        .formatted(sentence(failure.words())),
                failure);
    }

    /// A provider does this to a server whose disk is full.
    static DatabaseFailure readOnly(@Nullable Throwable cause) {
        return new DatabaseFailure.Unavailable(
                "PostgreSQL is read-only at present: default_transaction_read_only is on. It goes on when an administrator turns it off.",
                cause);
    }

    /// With a capital and a full stop.
    static String sentence(String words) {
        if (words.isEmpty()) {
            return "no reason given.";
        }
        var sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
