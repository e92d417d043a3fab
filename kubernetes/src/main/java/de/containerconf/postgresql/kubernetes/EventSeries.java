package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.controller.port.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decides what becomes of an event, so that no misfortune floods the API server: the same thing
/// again is counted in the event that is there, and no object has more than a few new ones a minute
/// of one action, whatever becomes of the wall clock. For one thread.
final class EventSeries {

    /// Later it is a new story.
    static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /// Between two updates of one event. Those that come sooner are told with a later one.
    static final Duration PAUSE = Duration.ofSeconds(10);

    /// How many different events of one action an object may have at once, and one more each
    /// [#REFILL]: however often logins were replaced, it is told what a deletion leaves behind.
    static final int BURST = 25;

    static final Duration REFILL = Duration.ofMinutes(1);

    private static final int MAX_REMEMBERED = 2_048;

    private final Map<Event, Series> series = new Memory<>();
    private final Map<Subject, TokenBucket> budgets = new Memory<>();
    private long lastName;

    /// What to send.
    sealed interface Decision {
        /// An event of its own, under a name that was not used before.
        record Create(String name) implements Decision {}

        /// The event of that name happened so many times by now, at least 2.
        record Count(String name, int count) implements Decision {}

        /// Nothing now.
        record Skip() implements Decision {}

        /// Nothing: the object has too many of this action.
        record TooMany() implements Decision {}
    }

    Decision decide(Event event, Moment now) {
        var known = series.get(event);
        if (known == null || now.since(known.last).compareTo(FORGOTTEN) > 0) {
            return create(event, now);
        }
        known.count++;
        known.last = now;
        if (now.since(known.sent).compareTo(PAUSE) < 0) {
            return new Decision.Skip();
        }
        known.sent = now;
        return new Decision.Count(known.name, known.count);
    }

    /// A new event, as when the server has dropped the one before.
    Decision create(Event event, Moment now) {
        var subject = new Subject(event.uid(), event.action());
        if (!budgets.computeIfAbsent(subject, _ -> new TokenBucket(BURST, REFILL, now)).take(now)) {
            return new Decision.TooMany();
        }
        var started = new Series(name(event, now), now);
        series.put(event, started);
        return new Decision.Create(started.name);
    }

    /// `<object>.<time>`, as client-go has it: a lower-case subdomain of at most 253 characters.
    private String name(Event event, Moment now) {
        lastName = Math.max(lastName + 1, ChronoUnit.NANOS.between(Instant.EPOCH, now.wall()));
        var suffix = "." + Long.toHexString(lastName);
        var object = event.object().name();
        var prefix = object.substring(0, Math.min(object.length(), 253 - suffix.length()));
        return prefix.replaceFirst("[^a-z0-9]+$", "") + suffix;
    }

    private static final class Series {

        private final String name;
        private Moment last;
        private Moment sent;
        private int count = 1;

        Series(String name, Moment now) {
            this.name = name;
            last = now;
            sent = now;
        }
    }

    private record Subject(String uid, String action) {}

    /// Forgets what nobody asked for the longest time.
    private static final class Memory<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        Memory() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }
}
