package de.containerconf.postgresql.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One aspect of an object's state, as in the Kubernetes API conventions, "Typical status
/// properties".
///
/// @param status `True`, `False` or `Unknown`
/// @param observedGeneration the generation that this is about, or null if its writer did not say
/// @param lastTransitionTime when `status` last changed, to the second
/// @param reason one word for programs
/// @param message for people: what blocks, and what would unblock it
public record Condition(
        String type,
        String status,
        @Nullable Long observedGeneration,
        Instant lastTransitionTime,
        String reason,
        String message) {

    /// Sums up all others: True when the world is as the spec says.
    public static final String READY = "Ready";

    /// Present while the operator goes on by itself.
    public static final String RECONCILING = "Reconciling";

    /// Present while nothing will happen until a person acts.
    public static final String STALLED = "Stalled";

    /// Present while the server differs from the object, and the operator leaves it so.
    public static final String DRIFTED = "Drifted";

    /// Present while the object asks for a Secret: True when it holds a login that works.
    public static final String CREDENTIALS_READY = "CredentialsReady";
}
