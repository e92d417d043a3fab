package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.controller.credentials.CredentialsSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of the controller.
///
/// @param clusterId identifies the cluster, in claims
/// @param acceptedServer the system identifier of the server on which databases of another one may
///   be created again; null: none
/// @param takeOver whether objects may take over the claim that their annotation names
/// @param closed whether databases that are created here are closed to PUBLIC
/// @param resync the mean time between two comparisons of all objects with the server; positive
/// @param resources ids of the resources, in the order in which they are created; `database` is
///   among them
/// @param credentials those of the resource `credentials`
/// @param foreignBackend whether the database backend is a plug-in's, whose calls are given up
///   after a time
/// @param connections how many operations on the server may run at once, at least 1
/// @param workers how many objects may be worked on at once, at least 1
public record ControllerSettings(
        String clusterId,
        @Nullable String acceptedServer,
        boolean takeOver,
        boolean closed,
        Duration resync,
        List<String> resources,
        CredentialsSettings credentials,
        boolean foreignBackend,
        int connections,
        int workers) {

    /// How many objects are worked on at once where nothing else is said.
    public static final int DEFAULT_WORKERS = 32;

    public ControllerSettings {
        resources = List.copyOf(resources);
    }
}
