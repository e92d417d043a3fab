package de.containerconf.postgresql.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.devcluster.kubernetes.Faults;
import de.containerconf.postgresql.it.boundary.Boundaries;
import de.containerconf.postgresql.it.boundary.PostgresProxy;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Something happens before and after each message to PostgreSQL and each request to the API
/// server, while users change things. Which points there are is found by going on until there is
/// none left. Parts of a matrix are classes of their own, which wait side by side.
abstract class MatrixTest {

    private static final int NEWEST = 18;

    final Login.Kind login;
    final Boundaries boundaries = new Boundaries();
    KubernetesApi api;
    PostgresServer postgres;
    private @Nullable PostgresProxy proxy;

    /// @param login of the operator
    MatrixTest(Login.Kind login) {
        this.login = login;
    }

    /// For constructors of parts that are too much for a usual run.
    static void onlyInAFullRun() {
        assumeTrue(FullCounts.wanted(), "OPERATOR_TEST_ALL is not set");
    }

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
        assumeTrue(
                api.kind() == KubernetesApi.Kind.IN_PROCESS || FullCounts.wanted(),
                "with a real API server only in a full run, ./dev test --all");
        proxy = new PostgresProxy(boundaries, postgres.port());
        api.inProcess()
                .ifPresent(server ->
                        server.faults()
                                .observe(
                                        Faults.requests("", "get", "patch", "create", "update")
                                                .and(Product::sentByTheOperator),
                                        boundaries::pass,
                                        boundaries::pass));
    }

    @AfterEach
    void end() {
        if (proxy != null) {
            proxy.close();
        }
        api.inProcess().ifPresent(server -> server.faults().clear());
    }

    /// Every so many points are tried. A full run tries all with the newest PostgreSQL and the API
    /// server of this process; a real one tells only of the messages to PostgreSQL, and they are
    /// the same.
    ///
    /// @param full of a full run there
    int stride(int usual, int full) {
        var all = api.kind() == KubernetesApi.Kind.IN_PROCESS && postgres.major() == NEWEST;
        return FullCounts.of(usual, all ? full : 4 * full);
    }

    /// The operator, which says everything through the boundaries and nothing without need.
    Product start(Change change) {
        var product =
                Product.start(
                        api,
                        postgres,
                        postgres.login(login),
                        "--postgresql.port=" + Objects.requireNonNull(proxy).port(),
                        "--postgresql.sslmode=disable",
                        "--rotation-grace=1s",
                        "--resync=" + change.resync());
        product.awaitKind();
        return product;
    }

    /// Leaves nothing of the object and its database.
    void clean(Product product) {
        Change.remove(product);
        product.awaitRest();
        await().ignoreExceptions().until(this::sweptAway);
    }

    /// Who gave up waiting for the operator's lock may get it only now.
    private boolean sweptAway() {
        api.client().delete(secretPath());
        postgres.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
        postgres.query("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname LIKE 'shop-%'")
                .forEach(login -> postgres.execute("DROP ROLE IF EXISTS " + login));
        postgres.execute("DROP ROLE IF EXISTS alice, bob");
        return true;
    }

    String secretPath() {
        return "/api/v1/namespaces/%s/secrets/%s".formatted(api.namespace(), Change.SECRET);
    }
}
