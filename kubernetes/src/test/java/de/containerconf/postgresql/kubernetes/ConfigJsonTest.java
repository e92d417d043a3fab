package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.Violation;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigJsonTest {

    private static final String METADATA =
            """
            "metadata": {"namespace": "default", "name": "example", "uid": "u1", "resourceVersion": "7",
            "creationTimestamp": "2026-01-02T03:04:05Z"}\
            """;

    @Test
    void everythingThatIsKnownIsRead() throws IOException {
        var object =
                read(
                        """
                        {"apiVersion": "containerconf.de/v1", "kind": "PostgreSQLConfig",
                         "metadata": {
                           "annotations": {"containerconf.de/paused": "true", "team": "a"},
                           "creationTimestamp": "2026-01-02T03:04:05Z",
                           "deletionGracePeriodSeconds": 0,
                           "deletionTimestamp": "2026-01-03T00:00:00Z",
                           "finalizers": ["foregroundDeletion", "containerconf.de/database"],
                           "generation": 3, "labels": {"a": "b"},
                           "managedFields": [{"fieldsV1": {"f:spec": {"f:database": {}}}}],
                           "name": "example", "namespace": "default", "resourceVersion": "7", "uid": "u1"},
                         "spec": {"database": "d", "owner": "o", "deletionPolicy": "Retain",
                                  "sessionPolicy": "Terminate", "adoptionPolicy": "Adopt", "new": [1, {}]},
                         "status": {"observedGeneration": 2, "database": "d", "owner": "p", "origin": "created", "serverId": "73",
                           "conditions": [
                             {"type": "Ready", "status": "False", "observedGeneration": 2, "reason": "R",
                              "lastTransitionTime": "2026-01-02T03:04:06.5+01:00", "message": "m", "x": 1},
                             {"type": "Other", "status": "True"}]}}
                        """);

        assertThat(object.key()).isEqualTo(new ObjectKey("default", "example"));
        assertThat(object.uid()).isEqualTo("u1");
        assertThat(object.resourceVersion()).isEqualTo("7");
        assertThat(object.generation()).isEqualTo(3);
        assertThat(object.creationTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(object.deletionTimestamp()).isEqualTo("2026-01-03T00:00:00Z");
        assertThat(object.finalizers())
                .containsExactly("foregroundDeletion", "containerconf.de/database");
        assertThat(object.annotations())
                .containsOnly(entry("containerconf.de/paused", "true"), entry("team", "a"));
        assertThat(object.spec())
                .isEqualTo(
                        new PostgreSQLConfig.Spec("d", "o", "Retain", "Terminate", "Adopt", null));
        assertThat(object.status().conditions())
                .containsExactly(
                        new Condition(
                                "Ready",
                                "False",
                                2L,
                                Instant.parse("2026-01-02T02:04:06.5Z"),
                                "R",
                                "m"),
                        new Condition("Other", "True", null, Instant.EPOCH, "", ""));
        assertThat(object.status().origin()).isEqualTo("created");
        assertThat(object.status().serverId()).isEqualTo("73");
        assertThat(object.status().owner()).isEqualTo("p");
        assertThat(object.unreadable()).isEmpty();
    }

    @Test
    void theSecretIsReadAndWhatIsWrongInItNamed() throws IOException {
        var object =
                read(
                        """
                        {"metadata": {"name": "a", "namespace": "b", "uid": "c"},
                         "spec": {"connectionSecret": {"name": "db", "labels": {"l": "1", "bad": 7},
                                                       "annotations": {"a": "2"}, "rotateAfter": "30d", "new": []}}}
                        """);

        assertThat(object.spec().connectionSecret())
                .isEqualTo(
                        new ConnectionSecret.Written(
                                "db", Map.of("l", "1"), Map.of("a", "2"), "30d"));
        assertThat(object.unreadable())
                .extracting(Violation::field)
                .containsExactly("spec.connectionSecret.labels.bad");
    }

    @Test
    void anObjectWithoutSpecAndStatusIsAnObject() throws IOException {
        var object = read("{" + METADATA + "}");

        assertThat(object.spec()).isEqualTo(new PostgreSQLConfig.Spec(null, null, null));
        assertThat(object.status()).isEqualTo(PostgreSQLConfig.Status.NONE);
        assertThat(object.unreadable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"database": 5}        | spec.database       | must be text, is a number
                    {"database": true}     | spec.database       | must be text, is true or false
                    {"owner": ["a"]}       | spec.owner          | must be text, is a list
                    {"deletionPolicy": {}} | spec.deletionPolicy | must be text, is an object
                    "text"                 | spec                | must be an object, is text
                    [1]                    | spec                | must be an object, is a list
                    """)
    void aWrongTypeIsNamed(String spec, String field, String rule) throws IOException {
        var object = read("{" + METADATA + ", \"spec\": " + spec + "}");

        assertThat(object.unreadable()).containsExactly(new Violation(field, rule));
        assertThat(Desired.of(object)).isInstanceOf(Desired.Invalid.class);
        assertThat(object.uid()).isEqualTo("u1");
    }

    @Test
    void nullIsAbsent() throws IOException {
        var object =
                read(
                        "{"
                                + METADATA
                                + ", \"spec\": {\"database\": null, \"deletionPolicy\": null}, \"status\": null}");

        assertThat(object.spec().database()).isNull();
        assertThat(object.unreadable()).isEmpty();
    }

    /// Nobody but the operator could correct it, and it does when it writes the next status.
    @Test
    void nonsenseInTheStatusDoesNotMakeTheObjectInvalid() throws IOException {
        var object =
                read(
                        "{\"status\": {\"observedGeneration\": \"x\", \"database\": [], \"conditions\": [1, {\"type\": 5}, null]}, "
                                + METADATA
                                + ", \"spec\": {\"database\": 5, \"owner\": \"o\"}}");

        assertThat(object.status()).isEqualTo(PostgreSQLConfig.Status.NONE);
        assertThat(object.unreadable())
                .containsExactly(new Violation("spec.database", "must be text, is a number"));
    }

    @Test
    void aDeletionTimeThatIsNoneDoesNotDelete() throws IOException {
        var object =
                read(
                        "{\"metadata\": {\"namespace\": \"n\", \"name\": \"x\", \"uid\": \"u\", \"deletionTimestamp\": \"soon\"}}");

        assertThat(object.deleting()).isFalse();
        assertThat(object.unreadable())
                .containsExactly(
                        new Violation(
                                "metadata.deletionTimestamp",
                                "must be a time as 2006-01-02T15:04:05Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}
                    []
                    "text"
                    {"metadata": {"namespace": "n", "name": "x"}}
                    {"metadata": {"namespace": "n", "uid": "u"}}
                    {"metadata": {"name": "x", "uid": "u"}}
                    {"metadata": {"namespace": "n", "name": "x", "uid": 5}}
                    {"metadata": {"namespace": "n", "name": "x", "uid": "u"}
                    """)
    void whatDoesNotSayWhichObjectItIsIsAnError(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(json));
    }

    @Test
    void largeAnnotationsAreNotKept() throws IOException {
        var others = new StringBuilder();
        for (var i = 0; i < 500; i++) {
            others.append("\"x%d\": \"%s\", ".formatted(i, "y".repeat(500)));
        }
        var object =
                read(
                        """
                        {"metadata": {"namespace": "n", "name": "x", "uid": "u", "annotations": {%s
                         "kubectl.kubernetes.io/last-applied-configuration": "{}", "long": "%s",
                         "containerconf.de/paused": "true"}}}
                        """
                                .formatted(others, "z".repeat(10_000)));

        assertThat(object.annotations())
                .containsEntry("containerconf.de/paused", "true")
                .doesNotContainKeys("long", "kubectl.kubernetes.io/last-applied-configuration")
                .hasSizeLessThan(20);
    }

    @Test
    void aDeepOrHugeUnknownFieldIsPassedOver() throws IOException {
        var deep = "[".repeat(9_000) + "]".repeat(9_000);
        var object =
                read(
                        "{\"x\": "
                                + deep
                                + ", \"y\": \""
                                + "z".repeat(3_000_000)
                                + "\", "
                                + METADATA
                                + "}");

        assertThat(object.uid()).isEqualTo("u1");
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }

    private static PostgreSQLConfig read(String json) throws IOException {
        return ConfigJson.read(new LenientJson(new JsonReader(new StringReader(json))));
    }
}
