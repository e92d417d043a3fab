package de.containerconf.postgresql.app.management;

import java.util.Optional;

/// What the probes of Kubernetes ask.
public interface Health {

    /// Why the operator should be restarted, if it should.
    Optional<String> notAlive();

    /// Why the operator does no work yet, if it does none. Never the health of another server.
    Optional<String> notReady();
}
