package de.containerconf.postgresql.app.plugins;

import static java.lang.System.Logger.Level.ERROR;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.api.resource.ResourceContext;
import de.containerconf.postgresql.api.resource.ResourceProvider;
import de.containerconf.postgresql.app.settings.SettingsException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The resource of a provider. One that cannot be opened does not stop the start: each object says
/// so, once its database is there, and it is tried again with each of them. Thread-safe.
public final class PluginResource implements Resource {

    private static final System.Logger LOG = System.getLogger(PluginResource.class.getName());

    private final Provided<ResourceProvider> provided;
    private final ResourceContext context;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Resource resource;

    private PluginResource(Provided<ResourceProvider> provided, ResourceContext context) {
        this.provided = provided;
        this.context = context;
    }

    /// Opens the resource, or has its objects wait for it.
    ///
    /// @throws SettingsException if it does not like its settings
    public static PluginResource open(
            Provided<ResourceProvider> provided, ResourceContext context) {
        var opened = new PluginResource(provided, context);
        try {
            opened.resource();
        } catch (PluginException failed) {
            LOG.log(ERROR, opened + ": cannot be opened, will be tried again", failed);
        }
        return opened;
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return call(opened -> opened.ensureCreated(object));
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return call(opened -> opened.ensureDeleted(object));
    }

    private Outcome call(Function<Resource, Outcome> method) {
        Resource opened;
        try {
            opened = resource();
        } catch (PluginException | SettingsException failed) {
            return new Outcome.Waiting(
                    Reason.FAILED,
                    "The resource '%s' cannot be opened; the operator's log says why."
                            .formatted(provided.id()),
                    Duration.ZERO);
        }
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(opened.getClass().getClassLoader());
        try {
            return method.apply(opened);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Resource resource() {
        var opened = resource;
        if (opened == null) {
            opened = reopened();
        }
        return opened;
    }

    /// Opens it once more. Others do not wait for that: it may take as long as it likes.
    private Resource reopened() {
        if (!opening.tryLock()) {
            throw new PluginException("it is just being opened");
        }
        try {
            var opened = resource;
            if (opened == null) {
                opened = provided.tryOpen(provider -> provider.open(context));
                resource = opened;
            }
            return opened;
        } finally {
            opening.unlock();
        }
    }

    @Override
    public String toString() {
        return "resource '%s' of %s".formatted(provided.id(), provided.origin());
    }
}
