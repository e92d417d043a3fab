package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The objects of one namespace, or of all.
final class KubernetesSource implements ObjectSource {

    /// As client-go's: bounds the work of one request, for the server and for us.
    private static final int PAGE_SIZE = 500;

    /// Seconds after which the server ends a watch; at random, so that not all end together.
    private static final int MIN_WATCH = 300;

    private static final int MAX_WATCH = 600;

    private final ApiServer server;
    private final @Nullable String namespace;
    private final int pageSize;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /// @param namespace null: all
    KubernetesSource(ApiServer server, @Nullable String namespace) {
        this(server, namespace, PAGE_SIZE);
    }

    KubernetesSource(ApiServer server, @Nullable String namespace, int pageSize) {
        this.server = server;
        this.namespace = namespace;
        this.pageSize = pageSize;
    }

    @Override
    public String toString() {
        return namespace == null ? "The objects" : "The objects of namespace " + namespace;
    }

    @Override
    public Listing list() throws SourceException, InterruptedException {
        try {
            var objects = new ArrayList<PostgreSQLConfig>();
            var first = page(null);
            for (var page = first; ; page = page(page.continuation())) {
                if (!page.resourceVersion().equals(first.resourceVersion())) {
                    throw new SourceException.Expired(
                            "the pages of a list are of several versions");
                }
                objects.addAll(page.objects());
                if (page.continuation() == null) {
                    return new Listing(objects, first.resourceVersion());
                }
            }
        } catch (IOException failure) {
            throw Failures.source(failure);
        }
    }

    /// Without a resourceVersion: the newest state. `resourceVersion=0` could be old and ignores
    /// the limit (Kubernetes API concepts, "Resource versions").
    private PageJson page(@Nullable String continuation) throws IOException, InterruptedException {
        var url =
                ConfigKind.all(server, namespace)
                        .addQueryParameter("limit", Integer.toString(pageSize));
        if (continuation != null) {
            url.addQueryParameter("continue", continuation);
        }
        return server.list(url.build(), PageJson::read);
    }

    @Override
    public Changes watch(String resourceVersion) throws SourceException, InterruptedException {
        var url =
                ConfigKind.all(server, namespace)
                        .addQueryParameter("watch", "1")
                        .addQueryParameter("resourceVersion", resourceVersion)
                        .addQueryParameter("allowWatchBookmarks", "true")
                        .addQueryParameter(
                                "timeoutSeconds",
                                Integer.toString(random.nextInt(MIN_WATCH, MAX_WATCH + 1)));
        try {
            return new WatchStream(server.watch(url.build()));
        } catch (IOException failure) {
            throw Failures.source(failure);
        }
    }
}
