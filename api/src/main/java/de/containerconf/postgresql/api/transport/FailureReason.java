package de.containerconf.postgresql.api.transport;

/// Why a try failed, as metrics name it.
enum FailureReason {
    /// Nobody answered, or the connection broke.
    CONNECTION("connection"),
    /// The server answered that it cannot now, or something that nobody understands.
    ANSWER("answer"),
    DENIED("denied"),
    KIND_MISSING("kind-missing"),
    EXPIRED("expired");

    private final String word;

    FailureReason(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static FailureReason of(SourceException failure) {
        return switch (failure) {
            case SourceException.Unavailable unavailable ->
                    unavailable.getCause() == null ? ANSWER : CONNECTION;
            case SourceException.Denied _ -> DENIED;
            case SourceException.KindMissing _ -> KIND_MISSING;
            case SourceException.Expired _ -> EXPIRED;
        };
    }
}
