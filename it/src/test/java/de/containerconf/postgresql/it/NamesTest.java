package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names that break what is not quoted, in the assembled product.
@EveryApiServer
@ExtendWith(PostgresExtension.class)
class NamesTest {

    private static final List<String> HOSTILE =
            List.of(
                    "\"",
                    "\"\"; DROP DATABASE postgres; --",
                    "'; DROP ROLE postgres; --",
                    "a b",
                    " leading and trailing ",
                    "CamelCase",
                    "semi;colon",
                    "back\\slash\\",
                    "$1 ? :name {} %s",
                    "select",
                    "dot.dot/slash",
                    "percent%20encoded&amp;",
                    "größe",
                    "数据库",
                    "🐘🐘🐘",
                    "e\u0301 combining",
                    "\u202eright to left",
                    "-",
                    "0",
                    "x".repeat(63),
                    "ä".repeat(31) + "x");

    /// What random names are made of.
    private static final List<String> PARTS =
            List.of(
                    "\"", "'", "\\", ";", " ", "--", "/*", "$$", "%", "?", ":", "{", "}", "A", "z",
                    "_", ".", "/", "ß", "數", "🐘", "\u00a0", "\ufeff", "null", "0", "=", "@", "#");

    @Test
    void hostileNamesWorkAsDatabaseAndAsOwner(KubernetesApi api, PostgresServer postgres) {
        var names = new ArrayList<>(HOSTILE);
        var count = api.kind() == KubernetesApi.Kind.IN_PROCESS ? FullCounts.of(60, 1_000) : 60;
        var random = new Random(4711);
        while (names.size() < count) {
            var name = random(random);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            var expected = new HashMap<String, String>();
            for (var i = 0; i < names.size(); i++) {
                // The owner is another hostile name, so that nothing works by being mixed up.
                var owner = names.get((i + 1) % names.size());
                expected.put(names.get(i), owner);
                product.apply("name-" + i, names.get(i), owner);
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(notReady(product)).isEmpty());
            expected.forEach(
                    (database, owner) -> assertThat(product.owner(database)).isEqualTo(owner));
            assertThat(product.databaseExists("postgres")).isTrue();

            for (var i = 0; i < names.size(); i++) {
                product.delete("name-" + i);
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> product.objects().isEmpty());
            assertThat(postgres.query("SELECT datname FROM pg_database"))
                    .containsExactlyInAnyOrder("postgres", "template0", "template1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    database, '',          ok,         spec.database
                    database, 64 bytes,    ok,         at most 63 bytes
                    database, NUL,         ok,         control characters
                    database, postgres,    ok,         database of the server itself
                    database, pgc-mine,    ok,         pgc-
                    owner,    '',          ok,         spec.owner
                    owner,    64 bytes,    ok,         at most 63 bytes
                    owner,    TAB,         ok,         control characters
                    owner,    pg_monitor,  ok,         role of the server itself
                    owner,    public,      ok,         role of the server itself
                    """)
    void theCrdRefusesWhatPostgresqlWouldAndNamesTheRule(
            String field,
            String value,
            String other,
            String rule,
            KubernetesApi api,
            PostgresServer postgres) {
        try (var product = Product.start(api, postgres, postgres.superuser())) {
            product.awaitKind();
            var spec = new JsonObject();
            spec.addProperty("database", other);
            spec.addProperty("owner", other);
            spec.addProperty(field, named(value));

            var answer = product.apply("wrong", spec);

            assertThat(answer.code()).isEqualTo(422);
            assertThat(answer.text("message")).contains("spec." + field).contains(rule);
        }
    }

    /// Values that a table of text cannot hold.
    static String named(String value) {
        return switch (value) {
            case "64 bytes" -> "ä".repeat(32);
            case "NUL" -> "a\u0000b";
            case "TAB" -> "a\tb";
            default -> value;
        };
    }

    private static List<String> notReady(Product product) {
        var rest = new ArrayList<String>();
        for (var each : product.objects()) {
            var condition = Product.condition(each.getAsJsonObject());
            if (!condition.status().equals("True")) {
                rest.add(
                        each.getAsJsonObject().getAsJsonObject("spec")
                                + ": "
                                + condition.message());
            }
        }
        return rest;
    }

    private static String random(Random random) {
        while (true) {
            var length = 1 + random.nextInt(20);
            var name =
                    random.ints(length, 0, PARTS.size())
                            .mapToObj(PARTS::get)
                            .collect(Collectors.joining());
            if (name.getBytes(StandardCharsets.UTF_8).length <= 63) {
                return name;
            }
        }
    }
}
