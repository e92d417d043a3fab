package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.RunningApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server, an API server, and an operator between them that can be started and
/// stopped. One thread uses it, and the end of the process.
final class Stage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Setting setting;
    private final EmbeddedPostgres postgres;
    private final RunningApiServer api;
    private final Postgres databases;
    private final Objects objects;
    private @Nullable Operator operator;

    private Stage(Setting setting, EmbeddedPostgres postgres, RunningApiServer api) {
        this.setting = setting;
        this.postgres = postgres;
        this.api = api;
        databases = new Postgres(postgres);
        databases.spread();
        objects = new Objects(api.client());
    }

    /// Starts the servers, and the operator once, which brings the kind; warms what is of this
    /// process.
    static Stage open(Setting setting) {
        var postgres =
                EmbeddedPostgres.builder()
                        .fsync(setting.fsync())
                        .setting("log_line_prefix", Postgres.LOG_PREFIX)
                        .start();
        var stage = new Stage(setting, postgres, RunningApiServer.start(setting.api()));
        // Ctrl-C ends this process only.
        Runtime.getRuntime().addShutdownHook(new Thread(stage::stopOperator));
        stage.startOperator();
        if (setting.api() == KubernetesApi.Kind.IN_PROCESS) {
            new WarmUp(stage.api.client()).run();
        }
        return stage;
    }

    Setting setting() {
        return setting;
    }

    Postgres databases() {
        return databases;
    }

    Objects objects() {
        return objects;
    }

    Operator operator() {
        if (operator == null) {
            throw new IllegalStateException("the operator does not run");
        }
        return operator;
    }

    /// Starts the operator and returns at once.
    synchronized Operator launchOperator() {
        var started =
                new Operator(
                        OperatorProcess.launcher(Path.of("").toAbsolutePath()),
                        Map.of(
                                "OPERATOR_POSTGRESQL_HOST", postgres.host(),
                                "OPERATOR_POSTGRESQL_PORT", Integer.toString(postgres.port()),
                                "OPERATOR_POSTGRESQL_PASSWORD_FILE",
                                        postgres.passwordFile().toString(),
                                "OPERATOR_KUBERNETES_KUBECONFIG", api.kubeconfig().toString(),
                                "OPERATOR_NAMESPACES", Objects.NAMESPACE,
                                "OPERATOR_MANAGEMENT_PORT", "0"));
        operator = started;
        return started;
    }

    /// Starts the operator unless it runs, and waits until it is idle.
    void startOperator() {
        if (operator == null) {
            var started = launchOperator();
            Poll.until(PATIENCE, Duration.ofMillis(20), started::ready);
            Poll.pause(SETTLING);
        }
        Poll.until(PATIENCE, Duration.ofMillis(20), operator()::silent);
    }

    synchronized void stopOperator() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
    }

    /// Leaves the servers as if nothing had been.
    void clean(List<String> names) {
        startOperator();
        objects.deleteAll();
        databases.drop(names);
    }

    @Override
    public void close() {
        stopOperator();
        databases.close();
        api.close();
        postgres.close();
    }
}
