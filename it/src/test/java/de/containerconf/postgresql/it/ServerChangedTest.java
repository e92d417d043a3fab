package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An empty server in the place of a full one, as after a wrong setting or a lost volume.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class ServerChangedTest {

    @Test
    void nothingIsCreatedAnewOnAnEmptyServerBeforeAPersonSaysSo(
            KubernetesApi api, PostgresServer full, @Dedicated PostgresServer empty) {
        try (var product = Product.start(api, full, full.superuser())) {
            product.awaitKind();
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");
            product.operator().stop();

            try (var other = Product.start(api, empty, empty.superuser())) {
                other.apply("new", "new_db", "team");
                other.awaitReady("new");
                var ready = other.awaitReason("shop", "ServerChanged");
                assertThat(ready.message()).contains("--accept-server " + id(empty));
                assertThat(other.databaseExists("shop_db")).isFalse();
                other.operator().stop();
            }
        }
        try (var product = Product.start(api, full, full.superuser())) {
            product.apply("shop", "shop_db", "team");
            product.awaitReady("shop");
            product.operator().stop();
            try (var other =
                    Product.start(api, empty, empty.superuser(), "--accept-server=" + id(empty))) {
                other.awaitOwner("shop_db", "team");
                other.awaitReady("shop");
            }
        }
    }

    private static String id(PostgresServer server) {
        return server.query("SELECT system_identifier FROM pg_control_system()").getFirst();
    }
}
