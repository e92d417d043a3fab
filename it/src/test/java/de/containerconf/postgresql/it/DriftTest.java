package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What others change on the server is repaired, explained, or, with `mode: Observe`, only told.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class DriftTest {

    private KubernetesApi api;
    private PostgresServer postgres;

    @BeforeEach
    void servers(KubernetesApi api, PostgresServer postgres) {
        this.api = api;
        this.postgres = postgres;
    }

    @Test
    void whatOthersChangeIsRepairedOrExplained() {
        try (var product = start()) {
            for (var name : List.of("gone", "given", "moved", "marked")) {
                product.apply(name, name, "team");
                product.awaitReady(name);
            }

            postgres.execute("DROP DATABASE gone");
            postgres.execute("ALTER DATABASE given OWNER TO postgres");
            postgres.execute("ALTER DATABASE moved RENAME TO elsewhere");
            postgres.execute("COMMENT ON DATABASE marked IS 'mine now'");

            product.awaitLog("database 'gone' is gone, with all that was in it");
            product.awaitOwner("gone", "team");
            product.awaitOwner("given", "team");
            assertThat(product.awaitReason("moved", "Drifted").message()).contains("'elsewhere'");
            assertThat(product.databaseExists("moved")).isFalse();
            assertThat(product.awaitReason("marked", "NotOwned").message())
                    .contains("no longer has the claim of this object");
            assertThat(conditions(product, "marked")).contains("Drifted");
            assertThat(product.management("/metrics"))
                    .contains("operator_drift_repaired_total{kind=\"database-missing\"} 1.0")
                    .contains("operator_drift_repaired_total{kind=\"owner-changed\"} 1.0")
                    .contains("operator_drift_standing 2.0");

            postgres.execute("ALTER DATABASE elsewhere RENAME TO moved");
            product.awaitReady("moved");
            assertThat(conditions(product, "moved")).containsExactly("Ready");
        }
    }

    @Test
    void anObjectThatOnlyLooksOnTellsAndChangesNothing() {
        postgres.execute("CREATE ROLE app");
        postgres.execute("CREATE DATABASE legacy OWNER app");
        try (var product = start()) {
            product.apply("legacy", spec("Observe")).ok();
            product.awaitReason("legacy", "Drifted");
            assertThat(object(product, "legacy").getAsJsonObject("status").get("drift"))
                    .hasToString(
                            "[\"create role 'team'\",\"adopt database 'legacy'\","
                                    + "\"change owner of database 'legacy' from 'app' to 'team'\"]");
            assertThat(object(product, "legacy").getAsJsonObject("metadata").has("finalizers"))
                    .isFalse();
            assertThat(product.owner("legacy")).isEqualTo("app");

            product.apply("legacy", spec("Enforce")).ok();
            product.awaitReady("legacy");
            assertThat(product.owner("legacy")).isEqualTo("team");
            assertThat(object(product, "legacy").getAsJsonObject("status").has("drift")).isFalse();

            product.apply("legacy", spec("Observe")).ok();
            product.awaitReady("legacy");
            product.delete("legacy");
            product.awaitGone("legacy");
            assertThat(product.owner("legacy")).isEqualTo("team");
            product.awaitLog("deleted without changing the server");
        }
    }

    private Product start() {
        var product = Product.start(api, postgres, postgres.superuser());
        product.awaitKind();
        return product;
    }

    private JsonObject object(Product product, String name) {
        return api.client().get(product.path(name)).ok().json();
    }

    private List<String> conditions(Product product, String name) {
        return object(product, name)
                .getAsJsonObject("status")
                .getAsJsonArray("conditions")
                .asList()
                .stream()
                .map(JsonElement::getAsJsonObject)
                .map(each -> each.get("type").getAsString())
                .toList();
    }

    private static JsonObject spec(String mode) {
        var spec = new JsonObject();
        spec.addProperty("database", "legacy");
        spec.addProperty("owner", "team");
        spec.addProperty("adoptionPolicy", "Adopt");
        spec.addProperty("mode", mode);
        return spec;
    }
}
