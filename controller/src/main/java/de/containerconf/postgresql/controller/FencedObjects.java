package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import java.util.Optional;

/// Writes objects only while this process may act. Thread-safe.
///
/// Each write can throw [DatabaseFailure.Fenced]. The precondition of every write makes one that
/// comes late harmless; this keeps a process from going on with what is another's work by now.
final class FencedObjects implements ConfigObjects {

    private final ConfigObjects objects;
    private final Fence fence;

    FencedObjects(ConfigObjects objects, Fence fence) {
        this.objects = objects;
        this.fence = fence;
    }

    @Override
    public Optional<PostgreSQLConfig> read(ObjectKey key) {
        return objects.read(key);
    }

    @Override
    public PostgreSQLConfig addFinalizer(PostgreSQLConfig object) {
        fence.check();
        return objects.addFinalizer(object);
    }

    @Override
    public Optional<PostgreSQLConfig> removeFinalizer(PostgreSQLConfig object) {
        fence.check();
        return objects.removeFinalizer(object);
    }

    @Override
    public PostgreSQLConfig writeStatus(PostgreSQLConfig object, PostgreSQLConfig.Status status) {
        fence.check();
        return objects.writeStatus(object, status);
    }
}
