package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From an object to a database and back, as users do it.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class MainJobTest {

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @ParameterizedTest
    @CsvSource({"watch, SUPERUSER", "poll, SUPERUSER", "watch, OPS", "poll, OPS"})
    void anObjectMakesADatabaseGivesItToAnotherOwnerAndDropsIt(String transport, String login) {
        try (var product = product(transport, login)) {
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");
            assertThat(product.owner("example_db")).isEqualTo("containerconf");

            product.apply("example", "example_db", "somebody");
            product.awaitReady("example");
            assertThat(product.owner("example_db")).isEqualTo("somebody");

            product.delete("example");
            product.awaitGone("example");
            assertThat(product.databaseExists("example_db")).isFalse();
            assertThat(product.privateDatabases()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"watch, SUPERUSER", "poll, OPS"})
    void anOwnerThatWasChangedByHandIsRepairedWithinTheResync(String transport, String login) {
        try (var product = product(transport, login)) {
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");

            // By somebody with the rights of the operator's login: others it could not undo.
            product.apply("other", "other_db", "somebody");
            product.awaitReady("other");
            postgres.execute("ALTER DATABASE example_db OWNER TO somebody");

            await().atMost(Product.RESYNC.multipliedBy(2))
                    .until(() -> product.owner("example_db").equals("containerconf"));
        }
    }

    @ParameterizedTest
    @CsvSource({"watch", "poll"})
    void aDatabaseThatNobodyClaimedIsNeverTouched(String transport) throws SQLException {
        postgres.execute("CREATE DATABASE precious");
        try (var connection = postgres.connection(postgres.superuser(), "precious");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT generate_series(1, 10) AS i");
        }
        try (var product = product(transport, "SUPERUSER")) {
            product.apply("greedy", "precious", "containerconf");

            var ready = product.awaitReason("greedy", "NotOwned");
            assertThat(ready.status()).isEqualTo("False");
            assertThat(ready.message()).contains("precious");
            assertThat(product.owner("precious")).isEqualTo("postgres");

            product.delete("greedy");
            product.awaitGone("greedy");
            assertThat(product.owner("precious")).isEqualTo("postgres");
            try (var connection = postgres.connection(postgres.superuser(), "precious");
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"watch", "poll"})
    void aRetainedDatabaseStaysWithoutAClaim(String transport) {
        try (var product = product(transport, "SUPERUSER")) {
            var spec = new JsonObject();
            spec.addProperty("database", "kept");
            spec.addProperty("owner", "containerconf");
            spec.addProperty("deletionPolicy", "Retain");
            product.apply("keeper", spec).ok();
            product.awaitReady("keeper");

            product.delete("keeper");
            product.awaitGone("keeper");

            assertThat(product.owner("kept")).isEqualTo("containerconf");
            assertThat(
                            postgres.query(
                                    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'kept'"))
                    .containsExactly("");
        }
    }

    @ParameterizedTest
    @CsvSource({"watch", "poll"})
    void deletionWaitsForSessionsSaysWhoseAndGoesOnByItself(String transport) throws SQLException {
        try (var product = product(transport, "SUPERUSER")) {
            product.apply("busy", "busy_db", "containerconf");
            product.awaitReady("busy");
            try (var session = postgres.connection(postgres.superuser(), "busy_db")) {
                product.delete("busy");

                var ready = product.awaitReason("busy", "DatabaseInUse");
                assertThat(ready.message()).contains("1 session").contains("postgres (test)");
                assertThat(session.isValid(5)).isTrue();
                assertThat(product.databaseExists("busy_db")).isTrue();
            }
            product.awaitGone("busy");
            assertThat(product.databaseExists("busy_db")).isFalse();
        }
    }

    private Product product(String transport, String login) {
        var product =
                Product.start(
                        api,
                        postgres,
                        postgres.login(Login.Kind.valueOf(login)),
                        "--transport=" + transport);
        product.awaitKind();
        return product;
    }
}
