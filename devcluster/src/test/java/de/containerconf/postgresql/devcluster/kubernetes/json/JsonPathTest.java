package de.containerconf.postgresql.devcluster.kubernetes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {

    private static final String OBJECT =
            """
            {"spec":{"a":"x"},"metadata":{"labels":{"b.c/d":"y"}},"list":[{"type":"A","status":"1"},{"type":"Ready","status":"2"}]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    .spec.a                                 | "x"
                    .list[?(@.type=="Ready")].status        | "2"
                    .list[?(@.type=='A')].status            | "1"
                    .list[1].type                           | "Ready"
                    .metadata.labels.b\\.c/d                | "y"
                    .metadata.labels['b.c/d']               | "y"
                    """)
    void aPathFindsItsValue(String path, String expected) {
        assertThat(JsonPath.of(path).find(Json.parse(OBJECT).getAsJsonObject()))
                .hasToString(expected);
    }

    @Test
    void aPathThatLeadsNowhereFindsNothing() {
        var object = Json.parse(OBJECT).getAsJsonObject();

        assertThat(JsonPath.of(".spec.b.c").find(object)).isNull();
        assertThat(JsonPath.of(".list[7].type").find(object)).isNull();
        assertThat(JsonPath.of(".list[?(@.type==\"B\")].status").find(object)).isNull();
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.of(".list[*].type"));
    }
}
