package de.containerconf.postgresql.devcluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ResourceRegistryTest {

    /// Else somebody could use it for a moment, and be refused after that.
    @Test
    void aRenewedKindIsNeverSeenBeforeItIsRefused() {
        var definition =
                Json.parse(
                                """
                                {"spec": {"group": "example.com", "scope": "Namespaced",
                                          "names": {"kind": "Thing", "plural": "things"},
                                          "versions": [{"name": "v1", "served": true, "storage": true,
                                                        "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                                """)
                        .getAsJsonObject();
        for (var i = 0; i < 300; i++) {
            var registry = new ResourceRegistry();
            var types = registry.parse(definition);
            var storage = types.getFirst().storage();
            var refused =
                    CompletableFuture.supplyAsync(() -> {
                        while (registry.stored(storage).isEmpty()) {
                            Thread.onSpinWait();
                        }
                        return registry.initializing(types.getFirst());
                    });
            registry.renew(storage, types, Duration.ofMinutes(1));

            assertThat(refused.join()).isTrue();
        }
    }
}
