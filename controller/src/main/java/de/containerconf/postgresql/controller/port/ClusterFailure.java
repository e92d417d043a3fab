package de.containerconf.postgresql.controller.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a request to the API server did not succeed. The message is for people and holds no secret.
public abstract sealed class ClusterFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The object has changed since it was read (409), or another one has its name: read it again.
    public static final class Outdated extends ClusterFailure {
        private static final long serialVersionUID = 1L;

        public Outdated(String message) {
            super(message, null);
        }
    }

    /// The object does not exist any more (404).
    public static final class Gone extends ClusterFailure {
        private static final long serialVersionUID = 1L;

        public Gone(String message) {
            super(message, null);
        }
    }

    /// The server does not answer, or asks to come back later.
    public static final class Unavailable extends ClusterFailure {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        /// @param retryAfter how long the server asked to wait, or null
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

    /// The server does not let us (401, 403).
    public static final class Denied extends ClusterFailure {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(message, null);
        }
    }

    /// The server refuses what was sent, now and later (422, 413, and other answers that a
    /// repetition does not change).
    public static final class Refused extends ClusterFailure {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null);
        }
    }
}
