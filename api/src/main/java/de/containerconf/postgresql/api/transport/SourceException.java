package de.containerconf.postgresql.api.transport;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a try at the API server failed. The message is for people.
public abstract sealed class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The version to watch from is no longer, or not yet, known: list again.
    public static final class Expired extends SourceException {
        private static final long serialVersionUID = 1L;

        public Expired(String message) {
            super(message, null);
        }
    }

    /// The server does not answer, is overloaded, or answers what nobody understands: try later.
    public static final class Unavailable extends SourceException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        /// @param retryAfter how long the server asked to wait, or null
        /// @param cause why there is no answer, or null if the server did answer
        public Unavailable(
                String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        /// How long the server asked to wait.
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /// The server knows us but does not let us, or does not know us (401, 403).
    public static final class Denied extends SourceException {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(message, null);
        }
    }

    /// The server has no such kind (404): the CRD is missing. Not an empty list.
    public static final class KindMissing extends SourceException {
        private static final long serialVersionUID = 1L;

        public KindMissing(String message) {
            super(message, null);
        }
    }
}
