package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A CRD that lets everything through, as an older or mutilated one might: wrong objects say what
/// is wrong with them, and disturb nobody.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class WrongObjectsTest {

    private static final String CRD =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de";

    /// Fields without a type, so without any rule.
    private static final String LAX =
            """
            [{"op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec",
              "value": {"x-kubernetes-preserve-unknown-fields": true}},
             {"op": "remove", "path": "/spec/versions/0/schema/openAPIV3Schema/required"},
             {"op": "remove", "path": "/spec/versions/0/selectableFields"}]
            """;

    /// Spec, and a part of the message that must name what is wrong.
    private static final Map<String, String> WRONG = wrong();

    @ParameterizedTest
    @ValueSource(strings = {"watch", "poll"})
    void wrongObjectsSayWhatIsWrongAndDisturbNobody(
            String transport, @Dedicated KubernetesApi api, PostgresServer postgres) {
        try (var product =
                Product.start(api, postgres, postgres.superuser(), "--transport=" + transport)) {
            product.awaitKind();
            api.client().jsonPatch(CRD, LAX).ok();
            await().atMost(Product.SOON).until(() -> create(api, product, "probe", "{\"a\":1}"));
            var index = 0;
            for (var spec : WRONG.keySet()) {
                assertThat(create(api, product, "wrong-" + index++, spec)).as(spec).isTrue();
            }
            product.apply("right", "right_db", "containerconf");

            product.awaitReady("right");
            index = 0;
            for (var message : WRONG.values()) {
                var ready = product.awaitReason("wrong-" + index++, "Invalid");
                assertThat(ready.message()).contains(message);
            }
            assertThat(postgres.query("SELECT datname FROM pg_database WHERE NOT datistemplate"))
                    .containsExactlyInAnyOrder("postgres", "right_db");

            for (index = 0; index < WRONG.size(); index++) {
                product.delete("wrong-" + index);
                product.awaitGone("wrong-" + index);
            }
            product.delete("right");
            product.awaitGone("right");
            assertThat(product.databaseExists("right_db")).isFalse();
        }
    }

    private static boolean create(KubernetesApi api, Product product, String name, String spec) {
        var object = new JsonObject();
        object.addProperty("apiVersion", "containerconf.de/v1");
        object.addProperty("kind", "PostgreSQLConfig");
        var metadata = new JsonObject();
        metadata.addProperty("name", name);
        object.add("metadata", metadata);
        if (!spec.isEmpty()) {
            object.add("spec", JsonParser.parseString(spec));
        }
        return api.client().post(product.path(""), object.toString()).code() == 201;
    }

    private static Map<String, String> wrong() {
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("", "spec");
        wrong.put("\"text\"", "spec");
        wrong.put("[]", "spec");
        wrong.put("{}", "spec.database must not be empty");
        wrong.put(spec("1", "\"o\""), "spec.database");
        wrong.put(spec("{\"a\":[1,{}]}", "\"o\""), "spec.database");
        wrong.put(spec("\"d1\"", "true"), "spec.owner");
        wrong.put(spec("\"d2\"", "[\"o\"]"), "spec.owner");
        wrong.put(spec("\"\"", "\"o\""), "spec.database must not be empty");
        wrong.put(spec("\"d3\"", "\"\""), "spec.owner must not be empty");
        wrong.put(spec("\"" + "ä".repeat(32) + "\"", "\"o\""), "63 bytes long in UTF-8, is 64");
        wrong.put(spec("\"d4\"", "\"" + "x".repeat(64) + "\""), "63 bytes long in UTF-8, is 64");
        wrong.put(spec("\"a\\u0000b\"", "\"o\""), "control characters");
        wrong.put(spec("\"a\\u0085b\"", "\"o\""), "control characters");
        wrong.put(spec("\"postgres\"", "\"o\""), "database of the server itself");
        wrong.put(spec("\"template1\"", "\"o\""), "database of the server itself");
        wrong.put(spec("\"pgc-new-1\"", "\"o\""), "pgc-");
        wrong.put(spec("\"d5\"", "\"pg_monitor\""), "role of the server itself");
        wrong.put(spec("\"d6\"", "\"none\""), "role of the server itself");
        wrong.put(spec("\"d7\"", "\"postgres\""), "spec.owner must not be 'postgres'");
        wrong.put(
                "{\"database\":\"d8\",\"owner\":\"o\",\"deletionPolicy\":\"Maybe\"}",
                "spec.deletionPolicy must be Delete or Retain");
        wrong.put(
                "{\"database\":\"d9\",\"owner\":\"o\",\"deletionPolicy\":7}",
                "spec.deletionPolicy");
        wrong.put(spec("\"" + "x".repeat(500_000) + "\"", "\"o\""), "is more than 1000");
        return wrong;
    }

    private static String spec(String database, String owner) {
        return "{\"database\":%s,\"owner\":%s}".formatted(database, owner);
    }
}
