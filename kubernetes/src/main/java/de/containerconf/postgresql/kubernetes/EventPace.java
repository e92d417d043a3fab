package de.containerconf.postgresql.kubernetes;

import java.time.Duration;

/// Says how long an event waits until it is sent: not at all while there are few, and while many
/// things happen, so that the API server and the processors are there for the things themselves.
/// What has piled up is told once nothing new has happened for a second, and what is too much to
/// keep or a minute old in any case. For one thread.
final class EventPace {

    /// How many events go out one after the other, after a time with few of them.
    static final int BURST = 25;

    /// Between two events while many things happen.
    static final Duration INTERVAL = Duration.ofMillis(100);

    /// Nothing new for so long means that it is over.
    static final Duration QUIET = Duration.ofSeconds(1);

    /// No event waits longer.
    static final Duration MAX_DELAY = Duration.ofMinutes(1);

    private final int tooMany;
    private final TokenBucket bucket;

    /// @param tooMany how many waiting events are not kept for later
    EventPace(int tooMany, Moment now) {
        this.tooMany = tooMany;
        bucket = new TokenBucket(BURST, INTERVAL, now);
    }

    /// The time after which to ask again, or zero: one event may be sent now.
    ///
    /// @param event when it happened
    /// @param latest when the latest of all happened
    /// @param waiting how many wait
    Duration delay(Moment now, Moment event, Moment latest, int waiting) {
        var atOnce =
                waiting > tooMany
                        || now.since(latest).compareTo(QUIET) >= 0
                        || now.since(event).compareTo(MAX_DELAY) >= 0;
        return atOnce || bucket.take(now) ? Duration.ZERO : bucket.untilNext(now);
    }
}
