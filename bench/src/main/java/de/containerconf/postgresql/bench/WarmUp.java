package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.testkit.ApiClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Gets the API server of this process compiled. A real one comes so; this one would compile itself
/// for minutes, on the processors that are measured. It is asked what the operator and the clients
/// will ask of it, in a namespace that the operator does not look at, until there is little left to
/// compile.
final class WarmUp {

    private static final String NAMESPACE = "warm-up";
    private static final int OBJECTS = 1_000;
    private static final int MOST_ROUNDS = 40;

    /// Of the time of a round, for the compiler.
    private static final double LITTLE = 0.05;

    private final ApiClient client;
    private final Objects objects;

    WarmUp(ApiClient client) {
        this.client = client;
        objects = new Objects(client, NAMESPACE);
    }

    /// Returns when it is warm, or after 40,000 objects, without an object more.
    void run() {
        client.post(
                        "/api/v1/namespaces",
                        """
                        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}
                        """
                                .formatted(NAMESPACE))
                .ok();
        var names = IntStream.range(0, OBJECTS).mapToObj(i -> "warm" + i).toList();
        var rounds = 0;
        double compiling;
        do {
            compiling = compiling(names);
            rounds++;
        } while (compiling > LITTLE && rounds < MOST_ROUNDS);
        System.out.printf(
                "the API server has served %,d objects to get warm: the compiler worked %.0f %% of"
                        + " the time of the last %,d%n",
                rounds * OBJECTS, 100 * compiling, OBJECTS);
    }

    /// Does it all once.
    ///
    /// @return the part of the time that the compiler worked
    private double compiling(List<String> names) {
        var compiler = ManagementFactory.getCompilationMXBean();
        var before = compiler.getTotalCompilationTime();
        var start = System.nanoTime();
        try (var _ = objects.watch()) {
            objects.create(names);
            Objects.parallel(names, name -> finalizers(name, "\"a/b\""));
            Objects.parallel(names, this::status);
            Objects.parallel(names, name -> finalizers(name, ""));
            objects.deleteAll();
        }
        var time = Duration.ofNanos(System.nanoTime() - start);
        return 1.0 * (compiler.getTotalCompilationTime() - before) / time.toMillis();
    }

    private void finalizers(String name, String list) {
        patch(
                objects.path(name),
                """
                {"metadata": {"finalizers": [%s]}}
                """
                        .formatted(list));
    }

    private void status(String name) {
        patch(
                objects.path(name) + "/status",
                """
                {"status": {"observedGeneration": 1, "database": "%1$s", "owner": "%1$s",
                 "origin": "created", "serverId": "7000000000000000000",
                 "conditions": [{"type": "Ready", "status": "True", "reason": "Ready",
                  "observedGeneration": 1, "lastTransitionTime": "2026-01-01T00:00:00Z",
                  "message": "database and owner are as wanted"}]}}
                """
                        .formatted(name));
    }

    private void patch(String path, String json) {
        client.mergePatch(path, json).ok();
    }
}
