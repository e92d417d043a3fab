package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Where the password must not be, in a life with everything that could go wrong with one. The
/// logs, objects, metrics and arguments of all other tests are looked through by [Product#close].
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class SecretsTest {

    private static final String WRONG = "wrong-and-secret-8471";

    @TempDir private Path folder;

    @Test
    void noPasswordIsAnywhere(KubernetesApi api, PostgresServer postgres) throws Exception {
        var login = postgres.login(Login.Kind.OPS);
        try (var product =
                Product.start(api, postgres, login, "--log-level=trace", "--resync=500ms")) {
            product.awaitKind();
            product.apply("shop", "shop_db", "anna");
            product.awaitReady("shop");
            // As if somebody had rotated it on one side only, with all that then fails.
            product.password(WRONG);
            postgres.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ops'");
            product.awaitLog("rejects the password");
            product.apply("shop", "shop_db", "berta");
            product.awaitReason("shop", "ServerUnavailable");
            product.password(login.password());
            product.awaitReady("shop");

            var threads = folder.resolve("threads");
            var jcmd = new Tool(Path.of(System.getProperty("java.home"), "bin", "jcmd"));
            jcmd.run(
                    List.of(
                            Long.toString(product.operator().pid()),
                            "Thread.dump_to_file",
                            threads.toString()));
            var check = Command.run("check", api, postgres, login, folder).lines();
            var plan = Command.run("plan", api, postgres, login, folder).lines();
            var places =
                    Map.of(
                            "the threads, virtual ones too", Files.readAllLines(threads),
                            "what check prints", check,
                            "what plan prints", plan);
            assertThat(places.values()).noneMatch(List::isEmpty);
            for (var password : List.of(login.password(), WRONG)) {
                Secrets.assertNowhere(password, product.places());
                Secrets.assertNowhere(password, places);
            }
        }
    }
}
