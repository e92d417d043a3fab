package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Resource;

/// A resource that is only called while this process may act, since it knows of no fence itself.
/// Else a call throws [DatabaseFailure.Fenced].
final class FencedResource implements Resource {

    private final Resource resource;
    private final Fence fence;

    FencedResource(Resource resource, Fence fence) {
        this.resource = resource;
        this.fence = fence;
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        fence.check();
        return resource.ensureCreated(object);
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        fence.check();
        return resource.ensureDeleted(object);
    }
}
