package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.port.Events;
import de.containerconf.postgresql.controller.port.KindState;
import de.containerconf.postgresql.controller.port.Leases;
import de.containerconf.postgresql.controller.port.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One cluster. Thread-safe. Requests are counted in `operator.api.requests`.
public final class Kubernetes implements AutoCloseable {

    /// Bookmarks are due every minute.
    private static final Duration WATCH_SILENCE = Duration.ofSeconds(150);

    private final ApiServer server;
    private final Environment environment;
    private final KubernetesEvents events;

    private Kubernetes(ApiServer server, Environment environment, KubernetesEvents events) {
        this.server = server;
        this.environment = environment;
        this.events = events;
    }

    /// Prepares the connection: reads files and runs an exec plug-in, but sends no request, since a
    /// server that does not answer must not stop the operator.
    ///
    /// @throws IllegalArgumentException if the settings lead nowhere; the message names them and
    ///   what is allowed
    public static Kubernetes connect(KubernetesSettings settings, MeterRegistry meters) {
        var environment = Environment.ofProcess();
        var connection = Connection.of(settings, environment);
        var server = new ApiServer(connection, WATCH_SILENCE, meters);
        var events = new KubernetesEvents(server, environment.instance(), Moment::now, meters);
        return new Kubernetes(server, environment, events.start());
    }

    /// The objects of a scope.
    ///
    /// @param namespace null: all
    public ObjectSource source(@Nullable String namespace) {
        return new KubernetesSource(server, namespace);
    }

    /// Single objects.
    public ConfigObjects objects() {
        return new KubernetesObjects(server);
    }

    /// Single Secrets.
    public Secrets secrets() {
        return new KubernetesSecrets(server);
    }

    /// Events about objects. They are sent in the background, until [#close].
    public Events events() {
        return events;
    }

    /// The lease that the processes of an operator share.
    ///
    /// @param namespace null: that of the pod, or `default` outside of one
    public Leases leases(@Nullable String namespace, String name) {
        var where = namespace == null ? environment.namespace() : namespace;
        return new KubernetesLeases(server, where, name);
    }

    /// Names this process to people: of a pod, its name.
    public String instance() {
        return environment.instance();
    }

    /// What becomes of the kind.
    public KindState kind() {
        // One that is gone was deleted: to its objects that is the same.
        return () -> Definition.read(server).map(Definition::terminating).orElse(true);
    }

    /// What our account may do.
    public Access access() {
        return new Access(server, environment);
    }

    /// The custom resource definition.
    public Crd crd() {
        return new Crd(server);
    }

    /// What identifies the cluster in claims: the uid of the namespace `kube-system`.
    ///
    /// @throws ClusterFailure if it cannot be read
    public String clusterId() {
        var url = server.url("api", "v1", "namespaces", "kube-system").build();
        try {
            return Requests.get(server, url, Kubernetes::uid);
        } catch (ClusterFailure.Denied denied) {
            throw new ClusterFailure.Denied(
                    "The cluster's identity, the uid of the namespace kube-system, cannot be read: %s. Give the operator's account the right to get it, or set --cluster-id"
                            .formatted(denied.getMessage()));
        }
    }

    private static String uid(LenientJson json) throws IOException {
        var uid = new AtomicReference<@Nullable String>();
        json.object(
                "namespace",
                field -> {
                    if (field.equals("metadata")) {
                        json.object(
                                field,
                                each -> {
                                    if (each.equals("uid")) {
                                        uid.set(json.text(each));
                                    } else {
                                        json.skip();
                                    }
                                });
                    } else {
                        json.skip();
                    }
                });
        var found = uid.get();
        if (found == null) {
            throw new IOException("the namespace kube-system has no uid");
        }
        return found;
    }

    /// The address of the API server, for people.
    @Override
    public String toString() {
        return server.toString();
    }

    /// Sends the last events, and ends all requests and watches.
    @Override
    public void close() {
        events.close();
        server.close();
    }
}
