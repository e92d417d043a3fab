package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.app.settings.SettingsException;
import de.containerconf.postgresql.controller.Forecast;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import de.containerconf.postgresql.kubernetes.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The objects of the cluster, and what a file would make of them. Not thread-safe.
final class ObjectsToPlan {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String DEFAULT_NAMESPACE = "default";

    private final Map<ObjectKey, PostgreSQLConfig> objects = new TreeMap<>();
    private final Map<ObjectKey, String> refused = new HashMap<>();
    private final Set<ObjectKey> wanted = new HashSet<>();
    private final String namespace;

    private ObjectsToPlan(String namespace) {
        this.namespace = namespace;
    }

    /// Lists them.
    static ObjectsToPlan of(Kubernetes kubernetes, List<Optional<String>> namespaces)
            throws SourceException, InterruptedException {
        var all =
                new ObjectsToPlan(
                        namespaces.size() == 1
                                ? namespaces.getFirst().orElse(DEFAULT_NAMESPACE)
                                : DEFAULT_NAMESPACE);
        for (var each : namespaces) {
            kubernetes
                    .source(each.orElse(null))
                    .list()
                    .objects()
                    .forEach(object -> all.objects.put(object.key(), object));
        }
        all.wanted.addAll(all.objects.keySet());
        return all;
    }

    /// From now on only the objects of the file are wanted, as if they had been applied.
    ///
    /// @throws SettingsException if it cannot be read
    void apply(Path file) {
        wanted.clear();
        for (var written : read(file)) {
            var key = written.key();
            wanted.add(key);
            objects.merge(key, created(written), (live, _) -> changed(live, written));
        }
    }

    Collection<PostgreSQLConfig> all() {
        return objects.values();
    }

    boolean isWanted(ObjectKey object) {
        return wanted.contains(object);
    }

    /// What the API server would say before the operator can do anything.
    Forecast withRefusal(Forecast forecast) {
        var refusal = refused.get(forecast.object());
        return refusal == null
                ? forecast
                : new Forecast(forecast.object(), List.of(), List.of(refusal));
    }

    private List<PostgreSQLConfig> read(Path file) {
        try {
            var text =
                    file.equals(STANDARD_INPUT)
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(file);
            return Manifest.read(text, namespace);
        } catch (IOException | RuntimeException unreadable) {
            throw new SettingsException(
                    "--file: cannot read '%s': %s".formatted(file, unreadable.getMessage()));
        }
    }

    /// Younger than all that are there.
    private static PostgreSQLConfig created(PostgreSQLConfig written) {
        return with(written, written, Instant.MAX);
    }

    private PostgreSQLConfig changed(PostgreSQLConfig live, PostgreSQLConfig written) {
        var database = live.spec().database();
        if (database != null && !database.equals(written.spec().database())) {
            refused.put(
                    live.key(),
                    "Invalid: spec.database cannot be changed (it is '%s'); create a second object for a second database"
                            .formatted(database));
        }
        return with(live, written, live.creationTimestamp());
    }

    /// Applying replaces what is written, and leaves the rest.
    private static PostgreSQLConfig with(
            PostgreSQLConfig live, PostgreSQLConfig written, Instant created) {
        var annotations = new HashMap<>(live.annotations());
        annotations.putAll(written.annotations());
        return new PostgreSQLConfig(
                live.key(),
                live.uid(),
                live.resourceVersion(),
                live.generation(),
                created,
                live.deletionTimestamp(),
                live.finalizers(),
                annotations,
                written.spec(),
                live.status(),
                written.unreadable());
    }
}
