package de.containerconf.postgresql.app.plugins;

import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.api.resource.ResourceProvider;
import de.containerconf.postgresql.api.transport.TransportProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/// A kind of provider.
///
/// @param <P> the provider interface
/// @param word what people call it
/// @param setting the flag that chooses among them
public record Kind<P>(
        String word,
        String setting,
        Class<P> service,
        Function<P, String> id,
        Function<P, String> description) {

    /// How PostgreSQL is reached.
    public static final Kind<DatabaseOpsProvider> BACKEND =
            new Kind<>(
                    "backend",
                    "--backend",
                    DatabaseOpsProvider.class,
                    DatabaseOpsProvider::id,
                    DatabaseOpsProvider::description);

    /// How objects come from the cluster.
    public static final Kind<TransportProvider> TRANSPORT =
            new Kind<>(
                    "transport",
                    "--transport",
                    TransportProvider.class,
                    TransportProvider::id,
                    TransportProvider::description);

    /// What is made for an object besides the database.
    public static final Kind<ResourceProvider> RESOURCE =
            new Kind<>(
                    "resource",
                    "--resources",
                    ResourceProvider.class,
                    ResourceProvider::id,
                    ResourceProvider::description);

    static final List<Kind<?>> ALL = List.of(BACKEND, TRANSPORT, RESOURCE);

    /// The providers of this kind in the image.
    ServiceLoader<P> builtIn() {
        return ServiceLoader.load(service);
    }

    /// The providers of this kind in a layer and in those below it.
    ServiceLoader<P> in(ModuleLayer layer) {
        return ServiceLoader.load(layer, service);
    }
}
