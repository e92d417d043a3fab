package de.containerconf.postgresql.controller.port;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A lease (`coordination.k8s.io/v1`) as it was stored: who of several processes may act, and for
/// how long the others have to leave it alone.
///
/// Its times are for people: clocks of different machines must not be compared. Whoever waits for
/// the end of a lease measures the time since it last saw a change, with its own clock.
///
/// @param version the resourceVersion; empty for one that is not stored yet
/// @param holder who has it; empty if nobody has
/// @param duration how long after a change the others have to wait before they may take it; zero if
///   it does not say
/// @param acquired when the holder took it
/// @param renewed when the holder last wrote it
/// @param transitions how often it passed from one holder to another
public record Lease(
        String version,
        String holder,
        Duration duration,
        @Nullable Instant acquired,
        @Nullable Instant renewed,
        long transitions) {

    /// Kubernetes refuses a shorter one.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /// A lease that nobody had before.
    public static Lease first(String holder, Duration duration, Instant now) {
        return new Lease("", holder, duration, now, now, 0);
    }

    /// Whether nobody has it.
    public boolean free() {
        return holder.isEmpty();
    }

    /// The lease in the hands of another holder.
    public Lease takenBy(String holder, Duration duration, Instant now) {
        return new Lease(version, holder, duration, now, now, transitions + 1);
    }

    /// The lease, held on to.
    public Lease renewedFor(Duration duration, Instant now) {
        return new Lease(version, holder, duration, acquired, now, transitions);
    }

    /// The lease, given back.
    public Lease releasedAt(Instant now) {
        return new Lease(version, "", SHORTEST, acquired, now, transitions);
    }

    /// Whether it still says what an earlier version said.
    public boolean unchangedSince(Lease earlier) {
        return equals(
                new Lease(
                        version,
                        earlier.holder,
                        earlier.duration,
                        earlier.acquired,
                        earlier.renewed,
                        earlier.transitions));
    }
}
