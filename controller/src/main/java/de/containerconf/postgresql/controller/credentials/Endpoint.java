package de.containerconf.postgresql.controller.credentials;

import java.util.Optional;
import java.util.function.Supplier;

/// The PostgreSQL server as applications see it.
///
/// @param host name or address
/// @param port 1 to 65535
/// @param sslMode as libpq spells it
/// @param authorities PEM certificates of the authorities to trust, as they are now; empty: none
///   are known
public record Endpoint(
        String host, int port, String sslMode, Supplier<Optional<String>> authorities) {}
