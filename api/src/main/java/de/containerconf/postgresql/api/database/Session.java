package de.containerconf.postgresql.api.database;

import org.jspecify.annotations.Nullable;

/// Somebody who is connected to a database.
///
/// @param user the role, or null where PostgreSQL shows none
/// @param application what the client calls itself, possibly empty
/// @param client the client's address; null if local, or hidden from our login
public record Session(
        int pid, @Nullable String user, String application, @Nullable String client) {}
