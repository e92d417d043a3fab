package de.containerconf.postgresql.controller.plan;

import org.jspecify.annotations.Nullable;

/// What the administrator of the operator approved when it was started. Objects cannot: whoever may
/// write one could then take what is another's.
///
/// @param acceptedServer the system identifier of the server on which databases may be created
///   again that were on another one; null: none
/// @param takeOver whether an object may take over the claim that its annotation names
/// @param closed whether databases that are created here are closed to PUBLIC
public record Approvals(@Nullable String acceptedServer, boolean takeOver, boolean closed) {

    /// With databases that are open to PUBLIC, as PostgreSQL makes them.
    public Approvals(@Nullable String acceptedServer, boolean takeOver) {
        this(acceptedServer, takeOver, false);
    }

    /// Nothing.
    public static final Approvals NONE = new Approvals(null, false);
}
