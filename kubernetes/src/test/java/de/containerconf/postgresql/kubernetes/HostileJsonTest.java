package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.api.Desired;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class HostileJsonTest {

    private static final List<String> NAMES =
            List.of(
                    "metadata",
                    "spec",
                    "status",
                    "annotations",
                    "finalizers",
                    "generation",
                    "deletionTimestamp",
                    "managedFields",
                    "database",
                    "owner",
                    "deletionPolicy",
                    "conditions",
                    "type",
                    "lastTransitionTime",
                    "observedGeneration",
                    "",
                    "x.y");

    @Property(tries = 500)
    void keyAndUidSurviveWhateverSurroundsThem(
            @ForAll("values") JsonElement spec,
            @ForAll("values") JsonElement status,
            @ForAll("objects") JsonObject metadata,
            @ForAll("objects") JsonObject around)
            throws IOException {
        metadata.addProperty("namespace", "n");
        metadata.addProperty("name", "x");
        metadata.addProperty("uid", "u");
        around.add("spec", spec);
        around.add("status", status);
        around.add("metadata", metadata);

        var object = ConfigJson.read(json(new Gson().toJson(around)));

        assertThat(object.key()).hasToString("n/x");
        assertThat(object.uid()).isEqualTo("u");
        // Every object leads to a decision, and each unreadable field of the spec to a violation.
        var desired = Desired.of(object);
        if (!object.deleting() && !object.unreadable().isEmpty()) {
            assertThat(desired).isInstanceOf(Desired.Invalid.class);
        }
    }

    /// Whatever a broken server or proxy sends is an error, or a list with the same objects.
    @Property(tries = 500)
    void aListThatIsCutOffIsNeverShorter(@ForAll("objects") JsonObject metadata) {
        metadata.addProperty("namespace", "n");
        metadata.addProperty("name", "x");
        metadata.addProperty("uid", "u");
        var item = new JsonObject();
        item.add("metadata", metadata);
        var whole =
                "{\"items\": [%s], \"metadata\": {\"resourceVersion\": \"1\"}}"
                        .formatted(new Gson().toJson(item));

        assertThatCode(() -> assertThat(PageJson.read(json(whole)).objects()).hasSize(1))
                .doesNotThrowAnyException();
        for (var end = 0; end < whole.length(); end += 1 + whole.length() / 50) {
            var part = whole.substring(0, end);
            assertThatCode(() -> PageJson.read(json(part))).isInstanceOf(IOException.class);
        }
    }

    @Property(tries = 500)
    void noJsonIsReadAsAnEmptyList(@ForAll("values") JsonElement answer) {
        assertThatCode(() -> PageJson.read(json(new Gson().toJson(answer))))
                .isInstanceOf(IOException.class);
    }

    @Provide
    Arbitrary<JsonElement> values() {
        return values(3);
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return objects(2);
    }

    private static Arbitrary<JsonElement> values(int depth) {
        Arbitrary<JsonElement> plain =
                Arbitraries.oneOf(
                        Arbitraries.just(JsonNull.INSTANCE),
                        Arbitraries.strings().ofMaxLength(80).map(JsonPrimitive::new),
                        Arbitraries.of(
                                new JsonPrimitive(1),
                                new JsonPrimitive(1.5),
                                new JsonPrimitive(Long.MAX_VALUE),
                                new JsonPrimitive(new BigDecimal("1e400")),
                                new JsonPrimitive(true),
                                new JsonPrimitive("2026-01-02T03:04:05Z"),
                                new JsonPrimitive("containerconf.de/database")));
        if (depth == 0) {
            return plain;
        }
        return Arbitraries.frequencyOf(
                Tuple.of(3, plain),
                Tuple.of(
                        1,
                        values(depth - 1)
                                .list()
                                .ofMaxSize(3)
                                .map(items -> {
                                    var array = new JsonArray();
                                    items.forEach(array::add);
                                    return array;
                                })),
                Tuple.of(1, objects(depth - 1)));
    }

    private static Arbitrary<JsonObject> objects(int depth) {
        return Combinators.combine(
                        Arbitraries.of(NAMES).list().ofMaxSize(5), values(depth).list().ofSize(5))
                .as((names, values) -> {
                    var object = new JsonObject();
                    for (var i = 0; i < names.size(); i++) {
                        object.add(names.get(i), values.get(i));
                    }
                    return object;
                });
    }

    private static LenientJson json(String text) {
        return new LenientJson(new JsonReader(new StringReader(text)));
    }
}
