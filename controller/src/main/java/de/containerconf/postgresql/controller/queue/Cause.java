package de.containerconf.postgresql.controller.queue;

/// Why an object is to be looked at. Decides when, never what is done.
public enum Cause {
    /// The object appeared or changed. Overtakes the others and ends a wait or back-off.
    CHANGED,
    /// What it waited for may have come: the server is back, or a neighbour gave way. Ends a wait
    /// or back-off.
    WOKEN,
    /// The resync found a difference. Does not end a wait or back-off.
    RESYNC
}
