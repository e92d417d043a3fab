package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.bounded.BoundedCalls;
import de.containerconf.postgresql.controller.bounded.LateException;
import java.time.Duration;
import java.util.function.Function;

/// Calls the resource of a plug-in so that a call that does not come back costs its object only.
/// Thread-safe.
public final class BoundedResource implements Resource {

    /// How long a call may take.
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Resource resource;
    private final BoundedCalls<ObjectKey> calls;

    public BoundedResource(String id, Resource resource) {
        this(id, resource, LIMIT);
    }

    BoundedResource(String id, Resource resource, Duration limit) {
        this.resource = resource;
        calls = new BoundedCalls<>("resource '%s'".formatted(id), limit, limit);
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return call(object, resource::ensureCreated);
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return call(object, resource::ensureDeleted);
    }

    /// Interrupts the calls under way and waits for none of them.
    public void stop() {
        calls.stop();
    }

    private Outcome call(PostgreSQLConfig object, Function<PostgreSQLConfig, Outcome> method) {
        try {
            return calls.call(object.key(), () -> {}, () -> method.apply(object));
        } catch (LateException late) {
            return new Outcome.Waiting(Reason.FAILED, late.getMessage(), Duration.ZERO);
        }
    }
}
