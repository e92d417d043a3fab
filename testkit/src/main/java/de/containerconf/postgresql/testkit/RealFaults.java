package de.containerconf.postgresql.testkit;

/// What can go wrong with a real API server, beside [KubernetesApi#stop]. [ApiServerExtension]
/// takes it back after the test. Thread-safe.
public interface RealFaults {

    /// One of the two programs that an API server is made of.
    enum Program {
        /// Answers requests, and keeps what clients watch in memory.
        KUBE_APISERVER,
        /// Keeps the objects.
        ETCD
    }

    /// Lets a program stand still, as a machine without memory or a paused virtual one does
    /// (SIGSTOP): connections stay, new ones are accepted by the kernel, and nothing answers.
    void pause(Program program);

    /// Lets both programs go on (SIGCONT).
    void goOn();

    /// Kills etcd (SIGKILL) and starts it again with its data. kube-apiserver runs on.
    void restartEtcd();

    /// Lets etcd forget all versions but the present one. kube-apiserver has some of them in memory
    /// until it is restarted.
    void compact();
}
