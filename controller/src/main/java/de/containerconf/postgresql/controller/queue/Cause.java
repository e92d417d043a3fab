package de.containerconf.postgresql.controller.queue;

/// Why an object is to be looked at. Decides when, never what is done.
public enum Cause {
    /// The object appeared, changed, or a neighbour that it waits for did. Overtakes the others and
    /// ends a back-off.
    CHANGED,
    /// What it waited for is back, for instance the server. Ends a back-off.
    WOKEN,
    /// The resync found a difference. Does not end a back-off.
    RESYNC
}
