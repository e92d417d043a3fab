package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.SecretContent;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.KubernetesApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@EveryApiServer
@Timeout(60)
class KubernetesSecretsTest {

    private KubernetesApi api;
    private Kubernetes kubernetes;
    private Secrets secrets;
    private ObjectKey key;
    private String uid;

    /// The owner is there: the garbage collector of a real cluster takes away what has none.
    @BeforeEach
    void connect(KubernetesApi api) {
        this.api = api;
        uid =
                new Configs(api)
                        .withKind()
                        .create("shop")
                        .ok()
                        .json()
                        .getAsJsonObject("metadata")
                        .get("uid")
                        .getAsString();
        kubernetes =
                Kubernetes.connect(
                        KubernetesSettings.ofKubeconfig(api.kubeconfig(), null),
                        new SimpleMeterRegistry());
        secrets = kubernetes.secrets();
        key = new ObjectKey(api.namespace(), "shop-db");
    }

    @AfterEach
    void disconnect() {
        kubernetes.close();
    }

    @Test
    void whatIsCreatedIsRead() {
        assertThat(secrets.read(key)).isEmpty();
        var content = content(Map.of("password", "geheim", "database", "日\n'"));
        secrets.create(owner(), content);

        var stored = secrets.read(key).orElseThrow();
        assertThat(stored.owners()).containsExactly(uid);
        assertThat(content.in(stored)).isTrue();
        assertThat(stored.toString()).doesNotContain("geheim");
        assertThat(content.toString()).doesNotContain("geheim");
        assertThat(api.client().get(path()).ok().json().get("type").getAsString())
                .isEqualTo("servicebinding.io/postgresql");
        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> secrets.create(owner(), content))
                .withMessageNotContaining("geheim");
    }

    @Test
    void aPatchLeavesWhatOthersPutThereAndNeedsTheVersionThatWasRead() {
        secrets.create(owner(), content(Map.of("password", "a")));
        api.client()
                .mergePatch(
                        path(),
                        "{\"metadata\":{\"labels\":{\"theirs\":\"x\"}},\"data\":{\"theirs\":\"eA==\"}}")
                .ok();
        var stored = secrets.read(key).orElseThrow();
        secrets.patch(stored, content(Map.of("password", "b")));

        var patched = secrets.read(key).orElseThrow();
        assertThat(patched.data())
                .containsOnly(Map.entry("password", "b"), Map.entry("theirs", "x"));
        assertThat(patched.labels()).containsEntry("theirs", "x").containsEntry("l", "1");
        assertThat(patched.owners()).containsExactly(uid);
        assertThatExceptionOfType(ClusterFailure.Outdated.class)
                .isThrownBy(() -> secrets.patch(stored, content(Map.of("password", "c"))));

        api.client().delete(path()).ok();
        assertThatExceptionOfType(ClusterFailure.Gone.class)
                .isThrownBy(() -> secrets.patch(patched, content(Map.of("password", "c"))));
    }

    @Test
    void whatIsImmutableIsRefusedWithoutShowingIt() {
        secrets.create(owner(), content(Map.of("password", "a")));
        api.client().mergePatch(path(), "{\"immutable\":true}").ok();
        var stored = secrets.read(key).orElseThrow();

        assertThatExceptionOfType(ClusterFailure.Refused.class)
                .isThrownBy(() -> secrets.patch(stored, content(Map.of("password", "geheim"))))
                .withMessageNotContaining("geheim");
    }

    private static SecretContent content(Map<String, String> data) {
        return new SecretContent("shop-db", Map.of("l", "1"), Map.of("a", "2"), data);
    }

    private PostgreSQLConfig owner() {
        return new PostgreSQLConfig(
                new ObjectKey(api.namespace(), "shop"),
                uid,
                "1",
                1,
                Instant.EPOCH,
                null,
                List.of(),
                Map.of(),
                new PostgreSQLConfig.Spec("shop", "team", null),
                PostgreSQLConfig.Status.NONE,
                List.of());
    }

    private String path() {
        return "/api/v1/namespaces/%s/secrets/shop-db".formatted(api.namespace());
    }
}
