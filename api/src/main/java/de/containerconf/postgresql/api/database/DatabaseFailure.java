package de.containerconf.postgresql.api.database;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why an operation on the server did not happen. The message is for people and holds no secret.
public abstract sealed class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The server cannot be used by anybody here at present: not reachable, refusing the login,
    /// starting, read-only. Nothing was done, or it is unknown what was done. Retry, when the
    /// server is back.
    public static final class Unavailable extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Our login lacks a right. Nothing was done.
    public static final class Denied extends DatabaseFailure {
        private static final long serialVersionUID = 1L;
        private final String remedy;

        /// @param remedy the SQL that an administrator must run
        public Denied(String message, String remedy, @Nullable Throwable cause) {
            super(message, cause);
            this.remedy = remedy;
        }

        /// The SQL that an administrator must run.
        public String remedy() {
            return remedy;
        }
    }

    /// The world is no longer what the plan was made from. Nothing was done: observe again, at
    /// once.
    public static final class Stale extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        public Stale(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Something stands in the way that is not ours, for instance a full disk. Nothing was done,
    /// and a retry is of no use until it goes.
    public static final class Conflict extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Others use the database. Nothing was done.
    public static final class InUse extends DatabaseFailure {
        private static final long serialVersionUID = 1L;
        private final @Nullable String database;
        private final int holders;
        private final transient List<Session> sessions;

        /// @param database the database that is in use, as [DatabaseOps#holders] names it; null if
        ///   it is something else
        /// @param holders how many hold it, as [DatabaseOps#holders] counts
        /// @param sessions who is connected; empty if something else holds the database, which the
        ///   message names
        public InUse(
                String message,
                @Nullable String database,
                int holders,
                List<Session> sessions,
                @Nullable Throwable cause) {
            super(message, cause);
            this.database = database;
            this.holders = holders;
            this.sessions = List.copyOf(sessions);
        }

        /// The database that is in use: when [DatabaseOps#holders] names it no longer, a repetition
        /// makes sense.
        public Optional<String> database() {
            return Optional.ofNullable(database);
        }

        /// How many hold it, as [DatabaseOps#holders] counts.
        public int holders() {
            return holders;
        }

        /// Who is connected; empty if something else holds the database.
        public List<Session> sessions() {
            return sessions;
        }
    }

    /// The server refuses what was asked for, now and later, in its own words.
    public static final class Invalid extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        public Invalid(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// This process may not act any more. Nothing was done.
    public static final class Fenced extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        public Fenced(String message) {
            super(message, null);
        }
    }
}
