package de.containerconf.postgresql.controller.credentials;

import java.time.Duration;

/// Settings of the resource `credentials`.
///
/// @param endpoint where applications connect to
/// @param grace how long a replaced login is kept at most, positive
public record CredentialsSettings(Endpoint endpoint, Duration grace) {

    /// How long a replaced login is kept at most where nothing else is said.
    public static final Duration DEFAULT_GRACE = Duration.ofHours(1);
}
