package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.devcluster.OperatorProcess;
import de.containerconf.postgresql.devcluster.kubernetes.ApiRequest;
import de.containerconf.postgresql.devcluster.kubernetes.ApiServer;
import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import de.containerconf.postgresql.testkit.ApiClient;
import de.containerconf.postgresql.testkit.OwnApiServer;
import de.containerconf.postgresql.testkit.TcpProxy;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `./dev soak`: edits objects all the time while both servers fail now and then, looks every 15
/// seconds whether all has settled and what the linked operator holds, and fails where that grows.
public final class Soak {

    private static final int OBJECTS = 30;
    private static final Duration ROUND = Duration.ofSeconds(12);
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Duration BETWEEN_EDITS = Duration.ofMillis(40);
    private static final String PATH =
            "/apis/containerconf.de/v1/namespaces/%s/postgresqlconfigs/"
                    .formatted(Objects.NAMESPACE);

    private final Random random = new Random(1);
    private final ApiClient client;
    private final ApiServer api;
    private final TcpProxy proxy;
    private final List<SoakSample> samples = new ArrayList<>();
    private long edits;
    private long faults;

    private Soak(OwnApiServer server, TcpProxy proxy) {
        client = server.api().client();
        api = server.api().inProcess().orElseThrow();
        this.proxy = proxy;
    }

    /// Runs.
    ///
    /// @param arguments none, or `--minutes N`
    public static void main(String[] arguments) {
        var minutes = 20;
        if (arguments.length == 2
                && arguments[0].equals("--minutes")
                && arguments[1].matches("[1-9][0-9]{0,3}")) {
            minutes = Integer.parseInt(arguments[1]);
        } else if (arguments.length > 0) {
            System.err.println("usage: ./dev soak [--minutes N]");
            System.exit(2);
        }
        // Threads of HTTP clients and of the API server would go on.
        System.exit(run(Duration.ofMinutes(minutes)) ? 0 : 1);
    }

    private static boolean run(Duration time) {
        try (var postgres = EmbeddedPostgres.builder().start();
                var server = new OwnApiServer();
                var proxy = new TcpProxy(postgres.port());
                var operator =
                        new Operator(
                                OperatorProcess.launcher(Path.of("").toAbsolutePath()),
                                settings(postgres, server, proxy),
                                line -> {})) {
            // Ctrl-C ends this process only.
            Runtime.getRuntime().addShutdownHook(new Thread(operator::close));
            Poll.until(SETTLED, Duration.ofMillis(50), operator::ready);
            return new Soak(server, proxy).soak(operator, time);
        }
    }

    private static Map<String, String> settings(
            EmbeddedPostgres postgres, OwnApiServer server, TcpProxy proxy) {
        return Map.of(
                "OPERATOR_POSTGRESQL_HOST", postgres.host(),
                "OPERATOR_POSTGRESQL_PORT", Integer.toString(proxy.port()),
                "OPERATOR_POSTGRESQL_PASSWORD_FILE", postgres.passwordFile().toString(),
                "OPERATOR_KUBERNETES_KUBECONFIG", server.api().kubeconfig().toString(),
                "OPERATOR_NAMESPACES", Objects.NAMESPACE,
                "OPERATOR_RESYNC", "5s",
                "OPERATOR_MANAGEMENT_PORT", "0");
    }

    private boolean soak(Operator operator, Duration time) {
        System.out.println(SoakSample.HEADER);
        var begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            round();
            heal();
            awaitSettled();
            var sample =
                    SoakSample.of(
                            Duration.ofNanos(System.nanoTime() - begin),
                            operator,
                            proxy,
                            api.requestsUnderWay());
            samples.add(sample);
            System.out.println(sample.line(edits, faults));
        }
        var growth = SoakSample.growth(samples);
        System.out.println(
                growth.isEmpty() ? "nothing grew" : "this grew:\n" + String.join("\n", growth));
        return growth.isEmpty();
    }

    /// Edits all the time; a fault now and then.
    private void round() {
        var begin = System.nanoTime();
        while (System.nanoTime() - begin < ROUND.toNanos()) {
            edit("soak-" + random.nextInt(OBJECTS));
            if (random.nextInt(60) == 0) {
                fail();
            }
            Poll.pause(BETWEEN_EDITS);
        }
    }

    private void edit(String name) {
        edits++;
        if (random.nextInt(12) == 0) {
            persistently(() -> client.delete(PATH + name));
            return;
        }
        var body =
                """
                {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
                 "metadata": {"name": "%1$s"},
                 "spec": {"database": "%1$s", "owner": "owner-%2$d", "deletionPolicy": "Delete"}}
                """
                        .formatted(name, random.nextInt(3));
        persistently(() -> client.apply(PATH + name + "?fieldManager=soak&force=true", body));
    }

    private void fail() {
        faults++;
        Predicate<ApiRequest> operators = request -> !request.userAgent().equals("testkit");
        switch (random.nextInt(8)) {
            case 0 -> api.faults().fail(5, operators, 500);
            case 1 -> api.faults().cutAnswers(2, operators);
            case 2 -> api.faults().dropConnections();
            case 3 -> api.faults().expireHistory();
            case 4 -> api.faults().fail(3, operators, 429, Duration.ofSeconds(1));
            case 5 -> proxy.cut();
            case 6 -> proxy.cutInsteadOfTheNextAnswer();
            default -> proxy.refuse();
        }
    }

    private void heal() {
        api.faults().clear();
        proxy.pass();
    }

    /// Also objects under deletion are not settled.
    private void awaitSettled() {
        var objects = new Objects(client);
        Poll.until(SETTLED, Duration.ofMillis(200), () -> persistently(objects::settled));
    }

    /// Requests of our own meet dropped connections too.
    private static <T> T persistently(Supplier<T> request) {
        for (var attempt = 0; ; attempt++) {
            try {
                return request.get();
            } catch (UncheckedIOException dropped) {
                if (attempt == 5) {
                    throw dropped;
                }
            }
        }
    }
}
