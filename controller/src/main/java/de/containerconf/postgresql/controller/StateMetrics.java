package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import de.containerconf.postgresql.controller.server.Server;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/// What is measured when somebody asks.
final class StateMetrics {

    private StateMetrics() {}

    static void register(
            MeterRegistry meters, ObjectCache cache, WorkQueue<ObjectKey> queue, Server server) {
        for (var ready : List.of("True", "False", "Unknown")) {
            Gauge.builder("operator.objects", cache, each -> count(each, ready))
                    .description("Objects by the status of their condition Ready")
                    .tag("ready", ready.toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("operator.drift.standing", cache, StateMetrics::drifted)
                .description("Objects that the server differs from, and that are left so")
                .register(meters);
        Gauge.builder("operator.queue.depth", queue, WorkQueue::depth)
                .description("Objects that wait for a worker")
                .register(meters);
        Gauge.builder("operator.queue.active", queue, WorkQueue::active)
                .description("Objects that are being worked on")
                .register(meters);
        Gauge.builder("operator.server.up", server, each -> each.up() ? 1 : 0)
                .description("Whether the PostgreSQL server can be used")
                .register(meters);
    }

    private static double drifted(ObjectCache cache) {
        return cache.all().stream()
                .filter(each -> each.status().condition(Condition.DRIFTED).isPresent())
                .count();
    }

    private static double count(ObjectCache cache, String ready) {
        return cache.all().stream()
                .map(each -> each.status().condition(Condition.READY))
                .map(condition -> condition.map(Condition::status).orElse("Unknown"))
                .filter(ready::equals)
                .count();
    }
}
