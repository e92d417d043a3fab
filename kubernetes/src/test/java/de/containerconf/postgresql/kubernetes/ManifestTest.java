package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void theExampleIsRead() throws IOException {
        var objects = read(Files.readString(Path.of("..", "manifest", "example.yaml")));

        assertThat(objects)
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.key()).hasToString("default/example");
                    assertThat(object.spec().database()).isEqualTo("example_db");
                    assertThat(object.held()).isFalse();
                });
    }

    @Test
    void whatIsOfAnotherKindIsPassedOver() throws IOException {
        assertThat(
                        read(
                                """
                                apiVersion: v1
                                kind: Namespace
                                metadata: { name: a }
                                ---
                                # nothing here
                                ---
                                apiVersion: containerconf.de/v1
                                kind: PostgreSQLConfig
                                metadata: { name: a, namespace: team, annotations: { containerconf.de/paused: "true" } }
                                spec: { database: shop, owner: team, mode: Observe }
                                status: { database: lies }
                                ---
                                apiVersion: example.com/v1
                                kind: PostgreSQLConfig
                                metadata: { name: b }
                                """))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.key()).hasToString("team/a");
                    assertThat(object.paused()).isTrue();
                    assertThat(object.observing()).isTrue();
                    assertThat(object.status()).isEqualTo(PostgreSQLConfig.Status.NONE);
                });
    }

    @Test
    void jsonAndListsAreRead() throws IOException {
        assertThat(
                        read(
                                """
                                {"apiVersion": "v1", "kind": "List", "items": [
                                  {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig", "metadata": {"name": "a"},
                                   "spec": {"database": "a", "owner": "o"}},
                                  {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig", "metadata": {"name": "b"},
                                   "spec": {"database": "b", "owner": "o"}}]}
                                """))
                .extracting(object -> object.key().toString())
                .containsExactly("default/a", "default/b");
    }

    @Test
    void whatMakesNoSenseIsSaidLater() throws IOException {
        var object =
                read("""
                apiVersion: containerconf.de/v1
                kind: PostgreSQLConfig
                metadata: { name: a }
                spec: { database: 7, owner: [x] }
                """)
                        .getFirst();

        assertThat(Desired.of(object))
                .isInstanceOfSatisfying(
                        Desired.Invalid.class,
                        invalid ->
                                assertThat(invalid.message())
                                        .contains("spec.database")
                                        .contains("spec.owner"));
    }

    @Test
    void whatIsNoYamlIsRefusedWithThePlace() {
        assertThatThrownBy(() -> read("a: [1, 2\nb: }"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() ->
                        read(
                                "apiVersion: containerconf.de/v1\nkind: PostgreSQLConfig\nmetadata: {}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("metadata.name");
    }

    private static List<PostgreSQLConfig> read(String text) throws IOException {
        return Manifest.read(text, "default");
    }
}
