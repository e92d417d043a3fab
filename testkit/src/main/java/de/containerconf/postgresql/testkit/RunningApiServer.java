package de.containerconf.postgresql.testkit;

import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import java.nio.file.Path;
import java.util.Optional;

/// A server that tests share.
interface RunningApiServer extends AutoCloseable {

    String url();

    Path kubeconfig();

    ApiClient client();

    void stop();

    void start();

    Optional<ApiServer> inProcess();

    @Override
    void close();
}
