package de.containerconf.postgresql.controller.lease;

import java.time.Duration;

/// The times of a leader election.
///
/// @param lease how long the others leave alone a lease that does not change
/// @param deadline how long after its last renewal a leader acts; shorter than `lease` by more than
///   clocks can drift apart and a statement under way may take
/// @param retry the time between two renewals, and between tries that failed; a fraction of
///   `deadline`
public record Timing(Duration lease, Duration deadline, Duration retry) {

    /// As Kubernetes' own controllers have it (client-go, `leaderelection`).
    public static final Timing DEFAULT =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    public Timing {
        if (retry.compareTo(deadline) >= 0 || deadline.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a lease lasts longer than its renewal may take");
        }
    }
}
