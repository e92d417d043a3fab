package de.containerconf.postgresql.controller.lease;

import de.containerconf.postgresql.controller.port.Lease;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a candidate has seen of the lease, and when it last saw a change, by its own monotonic
/// clock. For one thread.
final class Observation {

    private final String identity;
    private final Duration patience;
    private final ElectionClock clock;
    private @Nullable Lease last;
    private @Nullable String formerHolder;
    private boolean present;
    private long changedAt;

    /// @param identity of the candidate
    /// @param patience how long it leaves alone a lease that does not change, at least
    Observation(String identity, Duration patience, ElectionClock clock) {
        this.identity = identity;
        this.patience = patience;
        this.clock = clock;
    }

    /// Takes note of the lease as it is; empty if there is none.
    void see(Optional<Lease> lease) {
        present = lease.isPresent();
        lease.ifPresent(this::see);
    }

    private void see(Lease lease) {
        if (last == null || !lease.unchangedSince(last)) {
            changedAt = clock.nanoTime();
        }
        if (!lease.free()) {
            formerHolder = lease.holder();
        }
        last = lease;
    }

    /// The lease as it was last seen; empty if there is none.
    Optional<Lease> lease() {
        return present ? Optional.ofNullable(last) : Optional.empty();
    }

    /// Another process that has the lease.
    Optional<String> leader() {
        return Optional.ofNullable(last).map(Lease::holder).filter(holder -> !vacant());
    }

    /// Whether the lease may be taken. One that was deleted counts until its time is over: its
    /// holder may not have noticed.
    boolean vacant() {
        return last == null
                || last.free()
                || last.holder().equals(identity)
                || !left().isPositive();
    }

    /// How long the lease has to be left alone.
    Duration left() {
        var shown = last == null ? Duration.ZERO : last.duration();
        var limit = shown.compareTo(patience) > 0 ? shown : patience;
        return limit.minusNanos(clock.nanoTime() - changedAt);
    }

    /// Why it may be taken, for people.
    String reason() {
        if (last == null) {
            return "nobody had it before";
        }
        if (last.holder().equals(identity)) {
            return "nobody has taken it meanwhile";
        }
        if (last.free()) {
            return formerHolder == null ? "it was free" : formerHolder + " released it";
        }
        return "%s did not renew it in time".formatted(last.holder());
    }
}
