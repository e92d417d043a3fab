package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kubectl delete crd` deletes every object, and must not drop every database.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class TerminatingKindTest {

    private static final String CRD =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/postgresqlconfigs.containerconf.de";

    @Test
    void databasesThatNobodyGaveUpStayWhenTheKindIsDeleted(
            @Dedicated KubernetesApi api, PostgresServer postgres) {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            product.apply("unsaid", "unsaid_db", "team");
            product.apply("meant", spec("meant_db", "Delete")).ok();
            product.awaitReady("unsaid");
            product.awaitReady("meant");

            api.client().delete(CRD).ok();

            product.awaitGone("meant");
            assertThat(product.databaseExists("meant_db")).isFalse();
            assertThat(product.awaitReason("unsaid", "Deleting").message())
                    .contains("CustomResourceDefinition")
                    .contains("spec.deletionPolicy");
            assertThat(product.databaseExists("unsaid_db")).isTrue();

            product.apply("unsaid", spec("unsaid_db", "Retain"));
            product.awaitGone("unsaid");
            assertThat(product.owner("unsaid_db")).isEqualTo("team");
        }
    }

    private static JsonObject spec(String database, String policy) {
        var spec = new JsonObject();
        spec.addProperty("database", database);
        spec.addProperty("owner", "team");
        spec.addProperty("deletionPolicy", policy);
        return spec;
    }
}
