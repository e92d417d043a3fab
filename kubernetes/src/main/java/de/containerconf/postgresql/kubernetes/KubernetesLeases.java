package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Lease;
import de.containerconf.postgresql.controller.port.Leases;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;

/// One lease on the server.
final class KubernetesLeases implements Leases {

    /// A leader that gets no answer needs time for a second try.
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /// Seconds after which the server ends a watch; at random, so that not all end together.
    private static final int MIN_WATCH = 300;

    private static final int MAX_WATCH = 600;

    private final ApiServer server;
    private final String namespace;
    private final String name;
    private final RandomGenerator random = RandomGenerator.getDefault();

    KubernetesLeases(ApiServer server, String namespace, String name) {
        this.server = server.within(LIMIT);
        this.namespace = namespace;
        this.name = name;
    }

    @Override
    public Optional<Lease> read() {
        try {
            return Optional.of(Requests.get(server, one().build(), LeaseJson::read));
        } catch (ClusterFailure.Gone _) {
            return Optional.empty();
        }
    }

    @Override
    public Lease create(Lease lease) {
        return Requests.create(
                server, all(), LeaseJson.create(name, namespace, lease), LeaseJson::read);
    }

    @Override
    public Lease replace(Lease lease) {
        return Requests.patch(server, one(), LeaseJson.patch(lease), LeaseJson::read);
    }

    /// Without a resourceVersion the watch begins with the lease as it is, so that none can be too
    /// old (Kubernetes API concepts, "Semantics for watch").
    @Override
    public Watch watch(Lease lease) {
        var url =
                all().addQueryParameter("watch", "1")
                        .addQueryParameter("fieldSelector", "metadata.name=" + name)
                        .addQueryParameter(
                                "timeoutSeconds",
                                Integer.toString(random.nextInt(MIN_WATCH, MAX_WATCH + 1)))
                        .build();
        return new LeaseWatch(Requests.watch(server, url), lease.version());
    }

    private HttpUrl.Builder all() {
        return server.url(
                "apis",
                LeaseJson.GROUP,
                LeaseJson.VERSION,
                "namespaces",
                namespace,
                LeaseJson.PLURAL);
    }

    private HttpUrl.Builder one() {
        return all().addPathSegment(name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    private static final class LeaseWatch implements Watch {

        private final EventStream events;
        private final String known;

        LeaseWatch(EventStream events, String known) {
            this.events = events;
            this.known = known;
        }

        @Override
        public Optional<Lease> next(Duration limit) throws InterruptedException {
            try {
                return events.next(limit, this::change);
            } catch (SocketTimeoutException _) {
                return Optional.empty();
            } catch (IOException failure) {
                throw Failures.cluster(failure);
            }
        }

        private Optional<Lease> change(LenientJson json) throws IOException {
            return LeaseJson.readEvent(json).filter(lease -> !lease.version().equals(known));
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
