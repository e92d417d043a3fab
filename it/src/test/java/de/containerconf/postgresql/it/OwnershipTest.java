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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Databases change hands, and their users are sent away, only when somebody says so.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class OwnershipTest {

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @Test
    void anExistingDatabaseIsAdoptedAndStaysWhenItsObjectGoes() throws SQLException {
        postgres.execute("CREATE DATABASE legacy");
        postgres.execute("COMMENT ON DATABASE legacy IS 'crown jewels'");
        try (var connection = postgres.connection(postgres.superuser(), "legacy");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT generate_series(1, 10) AS i");
        }
        try (var product = start()) {
            product.apply("legacy", "legacy", "team");
            assertThat(product.awaitReason("legacy", "NotOwned").message())
                    .contains("adoptionPolicy: Adopt");

            product.apply("legacy", spec("legacy", "team", "adoptionPolicy", "Adopt")).ok();
            product.awaitReady("legacy");
            assertThat(product.owner("legacy")).isEqualTo("team");
            assertThat(comment("legacy")).startsWith("crown jewels\n").contains("origin=adopted");

            product.delete("legacy");
            product.awaitGone("legacy");
            assertThat(comment("legacy")).isEqualTo("crown jewels");
            try (var connection = postgres.connection(postgres.superuser(), "legacy");
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(10);
            }
        }
    }

    @Test
    void anObjectThatIsCreatedAnewHasItsDatabaseBack() {
        try (var product = start()) {
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");
            var before = oid("shop_db");
            product.operator().kill();
            api.client()
                    .mergePatch(product.path("shop"), "{\"metadata\":{\"finalizers\":null}}")
                    .ok();
            product.delete("shop");
            product.awaitGone("shop");
            product.start();

            product.apply("shop", "shop_db", "team");

            product.awaitReady("shop");
            assertThat(oid("shop_db")).isEqualTo(before);
        }
    }

    @Test
    void aClaimIsTakenOverOnlyIfAnAdministratorAllowsIt() {
        try (var product = start()) {
            product.apply("old", "shop_db", "team");
            product.awaitReady("old");
            var uid = api.client().get(product.path("old")).text("metadata", "uid");
            product.operator().kill();
            api.client()
                    .mergePatch(product.path("old"), "{\"metadata\":{\"finalizers\":null}}")
                    .ok();
            product.delete("old");
            product.awaitGone("old");
            product.start();

            product.apply("new", "shop_db", "others");
            api.client()
                    .mergePatch(
                            product.path("new"),
                            "{\"metadata\":{\"annotations\":{\"containerconf.de/take-over-from\":\"%s\"}}}"
                                    .formatted(uid))
                    .ok();
            assertThat(product.awaitReason("new", "ClaimedByOther").message())
                    .contains("--allow-take-over");
            assertThat(product.owner("shop_db")).isEqualTo("team");

            product.operator().stop();
            try (var allowed =
                    Product.start(api, postgres, postgres.superuser(), "--allow-take-over")) {
                allowed.awaitReady("new");
                assertThat(allowed.owner("shop_db")).isEqualTo("others");
            }
        }
    }

    @Test
    void sessionsAreEndedWhenTheObjectSaysSoThoughItIsBeingDeleted() throws SQLException {
        try (var product = start()) {
            product.apply("busy", "busy_db", "team");
            product.awaitReady("busy");
            try (var session = postgres.connection(postgres.superuser(), "busy_db")) {
                product.delete("busy");
                product.awaitReason("busy", "DatabaseInUse");

                product.apply("busy", spec("busy_db", "team", "sessionPolicy", "Terminate")).ok();

                product.awaitGone("busy");
                assertThat(session.isValid(5)).isFalse();
            }
            assertThat(product.databaseExists("busy_db")).isFalse();
        }
    }

    @Test
    void whoWantsADatabaseThatIsBeingDeletedIsToldSoAndHasItsTurn() throws SQLException {
        try (var product = start()) {
            product.apply("first", "twice_db", "team");
            product.awaitReady("first");
            try (var session = postgres.connection(postgres.superuser(), "twice_db")) {
                product.apply("second", "twice_db", "team");
                assertThat(product.awaitReason("second", "Duplicate").message())
                        .contains("holds it");

                product.delete("first");

                await().untilAsserted(() ->
                        assertThat(product.awaitReason("second", "Duplicate").message())
                                .contains("is being deleted"));
                assertThat(session.isValid(5)).isTrue();
            }
            product.awaitGone("first");
            product.awaitReady("second");
        }
    }

    /// A superuser's session is out of reach of the operator's login, behind the door that it
    /// closed.
    @Test
    void aDatabaseThatIsRetainedAfterAllCanBeUsedAgain() throws SQLException {
        try (var product = Product.start(api, postgres, postgres.login(Login.Kind.OPS))) {
            product.apply("busy", spec("busy_db", "team", "sessionPolicy", "Terminate")).ok();
            product.awaitReady("busy");
            try (var session = postgres.connection(postgres.superuser(), "busy_db")) {
                product.delete("busy");
                assertThat(product.awaitReason("busy", "PermissionDenied").message())
                        .contains("'postgres'");
                assertThat(session.isValid(5)).isTrue();

                product.apply("busy", spec("busy_db", "team", "deletionPolicy", "Retain")).ok();
                product.awaitGone("busy");
            }
            assertThat(comment("busy_db")).isEmpty();
            postgres.connection(postgres.superuser(), "busy_db").close();
        }
    }

    /// The operator died between the rename and the DROP, and somebody thought better of it.
    @Test
    void aDeletionIsCalledOffThatHadBegun() throws SQLException {
        try (var product = start()) {
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");
            var oid = oid("shop_db");
            product.operator().kill();
            product.delete("shop");
            var uid = comment("shop_db").replaceAll(".* uid=(\\S+).*", "$1");
            postgres.execute("ALTER DATABASE shop_db RENAME TO \"pgc-drop-%s\"".formatted(uid));
            postgres.execute(
                    "ALTER DATABASE \"pgc-drop-%s\" OWNER TO \"%s\""
                            .formatted(uid, postgres.superuser().name()));
            product.apply("shop", spec("shop_db", "team", "deletionPolicy", "Retain")).ok();

            try (var next = Product.start(api, postgres, postgres.superuser())) {
                next.awaitGone("shop");
                assertThat(oid("shop_db")).isEqualTo(oid);
                assertThat(next.owner("shop_db")).isEqualTo("team");
                assertThat(comment("shop_db")).isEmpty();
                assertThat(next.privateDatabases()).isEmpty();
            }
        }
    }

    @Test
    void theLastObjectTakesTheRoleAlongUnlessItIsNeeded() {
        postgres.execute("CREATE ROLE theirs");
        try (var product = start()) {
            for (var name : List.of("one", "two", "three")) {
                product.apply(name, name + "_db", "shared");
            }
            product.apply("four", "four_db", "theirs");
            product.apply("five", "five_db", "needed");
            List.of("one", "two", "three", "four", "five").forEach(product::awaitReady);
            postgres.execute("GRANT CREATE ON DATABASE postgres TO needed");

            product.delete("one");
            product.awaitGone("one");
            assertThat(roles()).contains("shared");
            List.of("two", "three", "four", "five").forEach(product::delete);
            List.of("two", "three", "four", "five").forEach(product::awaitGone);

            assertThat(roles()).contains("theirs", "needed").doesNotContain("shared");
            product.awaitLog("role 'needed' stays: Something depends on the role 'needed'");
        } finally {
            postgres.execute("DROP OWNED BY needed"); // or it would stay for the next test
        }
    }

    @Test
    void oneOfTwoThatGoTogetherTakesTheRoleAlong() throws SQLException {
        try (var product = start();
                var somebody = postgres.connection(postgres.superuser(), "postgres");
                var statement = somebody.createStatement()) {
            for (var name : List.of("slow", "fast")) {
                product.apply(name, name + "_db", "shared");
                product.awaitReady(name);
            }
            somebody.setAutoCommit(false);
            statement.execute("COMMENT ON DATABASE slow_db IS 'under way'");
            product.delete("slow");
            await().atMost(Product.SOON)
                    .until(
                            () -> postgres.query("SELECT pid FROM pg_locks WHERE NOT granted"),
                            waiting -> !waiting.isEmpty());

            product.delete("fast");
            product.awaitGone("fast");
            assertThat(roles()).contains("shared");
            somebody.rollback();
            product.awaitGone("slow");

            assertThat(roles()).doesNotContain("shared");
        }
    }

    private List<String> roles() {
        return postgres.query("SELECT rolname FROM pg_roles");
    }

    @Test
    void aPausedObjectIsLeftAloneAndAnAbandonedOneLetGo() {
        try (var product = start()) {
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");
            annotate(product, "containerconf.de/paused", "true");
            product.awaitReason("shop", "Paused");
            product.apply("shop", "shop_db", "other");
            product.delete("shop");
            assertThat(product.awaitReason("shop", "Paused").message()).contains("deletion");
            assertThat(product.owner("shop_db")).isEqualTo("team");

            annotate(product, "containerconf.de/abandon", "shop_db");
            annotate(product, "containerconf.de/paused", "false");

            product.awaitGone("shop");
            assertThat(product.owner("shop_db")).isEqualTo("team");
            product.awaitLog("without touching the server");
        }
    }

    private void annotate(Product product, String name, String value) {
        var annotations = new JsonObject();
        annotations.addProperty(name, value);
        var metadata = new JsonObject();
        metadata.add("annotations", annotations);
        var patch = new JsonObject();
        patch.add("metadata", metadata);
        api.client().mergePatch(product.path("shop"), patch.toString()).ok();
    }

    private Product start() {
        var product = Product.start(api, postgres, postgres.superuser());
        product.awaitKind();
        return product;
    }

    private String comment(String database) {
        return postgres.query(
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?",
                        database)
                .getFirst();
    }

    private String oid(String database) {
        return postgres.query("SELECT oid FROM pg_database WHERE datname = ?", database).getFirst();
    }

    private static JsonObject spec(String database, String owner, String field, String value) {
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", owner);
        spec.addProperty(field, value);
        return spec;
    }
}
