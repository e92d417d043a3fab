package de.containerconf.postgresql.devcluster.kubernetes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {

    private static String patched(String document, String patch) {
        return JsonPatch.apply(Json.parse(document), Json.parse(patch).getAsJsonArray()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    {"a":1}      | [{"op":"add","path":"/b","value":2}]                 | {"a":1,"b":2}
                    {"a":[1,3]}  | [{"op":"add","path":"/a/1","value":2}]               | {"a":[1,2,3]}
                    {"a":[1]}    | [{"op":"add","path":"/a/-","value":2}]               | {"a":[1,2]}
                    {"a":1}      | [{"op":"replace","path":"/a","value":null}]          | {"a":null}
                    {"a":[1,2]}  | [{"op":"remove","path":"/a/0"}]                      | {"a":[2]}
                    {"a":1}      | [{"op":"move","from":"/a","path":"/b"}]              | {"b":1}
                    {"a":{"b":1}}| [{"op":"copy","from":"/a","path":"/c"}]              | {"a":{"b":1},"c":{"b":1}}
                    {"a/b":1}    | [{"op":"replace","path":"/a~1b","value":2}]          | {"a/b":2}
                    {"m~n":1}    | [{"op":"remove","path":"/m~0n"}]                     | {}
                    {"a":1}      | [{"op":"replace","path":"","value":[]}]              | []
                    {"a":1}      | [{"op":"test","path":"/a","value":1.0}]              | {"a":1}
                    {"a":1}      | [{"op":"test","path":"/b","value":null}]             | {"a":1}
                    """)
    void operationsChangeTheDocument(String document, String patch, String expected) {
        assertThat(patched(document, patch)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    [{"op":"remove","path":"/b"}]
                    [{"op":"replace","path":"/b","value":1}]
                    [{"op":"add","path":"/b/c","value":1}]
                    [{"op":"add","path":"/l/2","value":1}]
                    [{"op":"add","path":"/l/x","value":1}]
                    [{"op":"move","from":"/b","path":"/c"}]
                    [{"op":"test","path":"/a","value":2}]
                    [{"op":"turn","path":"/a"}]
                    """)
    void whatDoesNotFitIsRefused(String patch) {
        assertThatThrownBy(() -> patched("{\"a\":1,\"l\":[1]}", patch))
                .isInstanceOf(JsonPatch.Failure.class);
    }

    @Test
    void theDocumentItselfStaysAsItWas() {
        var document = Json.parse("{\"a\":[1]}");

        JsonPatch.apply(
                document,
                Json.parse("[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":2}]").getAsJsonArray());

        assertThat(document).hasToString("{\"a\":[1]}");
    }
}
