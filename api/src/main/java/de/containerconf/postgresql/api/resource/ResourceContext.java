package de.containerconf.postgresql.api.resource;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/// What a resource is opened with.
///
/// @param clusterId identifies the Kubernetes cluster, as in claims
/// @param meters where its metrics go
/// @param options its settings, from `--option <id>.<key>=<value>`
public record ResourceContext(String clusterId, MeterRegistry meters, Map<String, String> options) {

    public ResourceContext {
        options = Map.copyOf(options);
    }
}
