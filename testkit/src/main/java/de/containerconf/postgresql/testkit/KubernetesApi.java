package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.nio.file.Path;
import java.util.Optional;

/// An API server as one test sees it: with a namespace of its own, as administrator. Thread-safe.
public interface KubernetesApi {

    /// What answers.
    enum Kind {
        /// [ApiServer], in this process.
        IN_PROCESS,
        /// kube-apiserver and etcd, as `KUBEBUILDER_ASSETS` has them.
        REAL
    }

    Kind kind();

    /// Where it listens.
    String url();

    /// A file for clients that read one.
    Path kubeconfig();

    /// A namespace that only this test uses, made when it is first asked for.
    String namespace();

    /// Another new namespace.
    String newNamespace();

    /// Requests without a Kubernetes client in between.
    ApiClient client();

    /// Applies all documents of a YAML text, those without a namespace in [#namespace]. Waits until
    /// the kinds that it defines are served.
    void apply(String yaml);

    /// Ends the server as a kill does; the data stays. Does nothing if it does not run.
    void stop();

    /// Starts it again, on the same port. Does nothing if it runs.
    void start();

    /// [#stop], then [#start].
    default void restart() {
        stop();
        start();
    }

    /// What a real server writes down of every request of a service account: a JSON object of the
    /// kind `Event` of `audit.k8s.io/v1` a line, before the request is answered. Empty if this is
    /// no real one.
    Optional<Path> auditLog();

    /// What can go wrong with a real server; empty if this is none.
    Optional<RealFaults> realFaults();

    /// The server in this process, with its faults and counts; empty if this is a real one.
    Optional<ApiServer> inProcess();
}
