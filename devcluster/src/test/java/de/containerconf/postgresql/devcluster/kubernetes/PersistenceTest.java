package de.containerconf.postgresql.devcluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {

    private static final String ONE = ServerFixture.CONFIG_MAPS + "/one";

    @TempDir private Path directory;

    @Test
    void objectsAndTheirUidsSurviveACleanStop() throws Exception {
        String uid;
        try (var fixture = new ServerFixture(directory)) {
            uid = ServerFixture.uid(fixture.createConfigMap("one"));
        }
        try (var fixture = new ServerFixture(directory)) {
            assertThat(ServerFixture.uid(fixture.get(ONE))).isEqualTo(uid);
        }
    }

    @Test
    void objectsSurviveAKill() throws Exception {
        try (var killed = new ServerFixture(directory)) {
            killed.createConfigMap("one");
            killed.createConfigMap("two");
            killed.send("DELETE", ONE, "");
            // What the killed process left is there before it is closed.
            var copy = Files.createDirectory(directory.resolve("copy"));
            for (var file : new String[] {"objects.jsonl", "changes.jsonl"}) {
                Files.copy(directory.resolve(file), copy.resolve(file));
            }
            try (var fixture = new ServerFixture(copy)) {
                assertThat(fixture.get(ONE).statusCode()).isEqualTo(404);
                assertThat(fixture.get(ServerFixture.CONFIG_MAPS + "/two").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aHalfWrittenLineDoesNotCount() throws Exception {
        try (var fixture = new ServerFixture(directory)) {
            fixture.createConfigMap("one");
        }
        Files.writeString(
                directory.resolve("changes.jsonl"),
                "{\"storage\":\"/configmaps\",\"object\":{\"meta",
                StandardOpenOption.APPEND);
        try (var fixture = new ServerFixture(directory)) {
            assertThat(fixture.get(ONE).statusCode()).isEqualTo(200);
            fixture.createConfigMap("two");
        }
        try (var fixture = new ServerFixture(directory)) {
            assertThat(fixture.get(ServerFixture.CONFIG_MAPS + "/two").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void resourceVersionsGoOn() throws Exception {
        long before;
        try (var fixture = new ServerFixture(directory)) {
            fixture.createConfigMap("one");
            before = ServerFixture.resourceVersion(fixture.createConfigMap("two"));
            fixture.send("DELETE", ONE, "");
        }
        try (var fixture = new ServerFixture(directory)) {
            assertThat(ServerFixture.resourceVersion(fixture.createConfigMap("three")))
                    .isGreaterThan(before + 1);
        }
    }

    @Test
    void kindsAreServedAtOnceAfterAStart() throws Exception {
        var definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        try (var fixture = new ServerFixture(directory)) {
            fixture.send(
                    "POST",
                    definitions,
                    """
                    {"metadata":{"name":"things.example.org"},"spec":{"group":"example.org","scope":"Namespaced",
                     "names":{"kind":"Thing","plural":"things"},"versions":[{"name":"v1","served":true,"storage":true,
                     "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                    """);
        }
        try (var fixture = new ServerFixture(directory)) {
            assertThat(fixture.get("/apis/example.org/v1/things").statusCode()).isEqualTo(200);
        }
    }
}
