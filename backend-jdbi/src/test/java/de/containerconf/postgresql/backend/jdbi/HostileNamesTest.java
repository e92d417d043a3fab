package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.FullCounts;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Names that end a string, an identifier, a statement or a comment where they should not.
@EveryPostgres
class HostileNamesTest {

    private static final int DATABASES = FullCounts.of(3, 125);
    private static final int ROLES = FullCounts.of(40, 1_000);

    private static final List<String> KNOWN =
            List.of(
                    "\"; DROP DATABASE postgres; --",
                    "' OR '1'='1\\",
                    "Up \"and\" Down ?:x <y> {fn now()} $1 $$ /* %s %1$d",
                    "ä\u00A0日本\uD83D\uDE00" + "x".repeat(48));

    private static final List<String> PIECES =
            List.of(
                    "\"",
                    "'",
                    "\\",
                    ";",
                    " ",
                    "--",
                    "/*",
                    "*/",
                    "$$",
                    "?",
                    ":a",
                    "<b>",
                    "{",
                    "}",
                    "%",
                    "%s",
                    "\u00A0",
                    "é",
                    "日",
                    "\uD83D\uDE00",
                    "A",
                    "z",
                    "0",
                    "_",
                    "-",
                    ".",
                    ",",
                    "(",
                    ")",
                    "E'",
                    "U&\"",
                    "pgc",
                    "NULL",
                    "\u202E",
                    "\u200B");

    @Test
    void databases_live_under_any_name(PostgresServer postgres, Login login) {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        try (var operator = Jdbi.operator(postgres, login)) {
            operator.createRole("bob");
            for (var name : names(random, DATABASES)) {
                live(postgres, operator, name, "seed %d, name %s".formatted(seed, name));
            }
        }
        assertThat(postgres.query("SELECT datname FROM pg_database ORDER BY 1"))
                .containsExactly("postgres", "template0", "template1");
    }

    @Test
    void roles_are_created_under_any_name(PostgresServer postgres, Login login) {
        var seed = new Random().nextLong();
        try (var operator = Jdbi.operator(postgres, login)) {
            for (var name : names(new Random(seed), ROLES)) {
                var role = new RoleName(name);
                operator.createRole(name);

                assertThat(
                                operator.ops()
                                        .catalog(new Lookup(Set.of(), Set.of(role), Set.of()))
                                        .role(role))
                        .as("seed %d, name %s", seed, name)
                        .hasValueSatisfying(each -> assertThat(each.name()).isEqualTo(name));
                assertThat(postgres.query("SELECT count(*) FROM pg_roles WHERE rolname = ?", name))
                        .containsExactly("1");
            }
        }
    }

    private static void live(
            PostgresServer postgres, TestOperator operator, String name, String description) {
        var uid = UUID.randomUUID().toString();
        var created = operator.create(name, name, uid);
        assertThat(created.name()).as(description).isEqualTo(name);
        assertThat(created.owner()).as(description).isEqualTo(name);
        assertThat(postgres.query("SELECT oid FROM pg_database WHERE datname = ?", name))
                .as(description)
                .containsExactly(Long.toString(created.oid()));

        operator.ops().changeOwner(created, new RoleName("bob"));
        var changed =
                operator.ops()
                        .catalog(new Lookup(Set.of(new DatabaseName(name)), Set.of(), Set.of(uid)))
                        .databasesOf(uid);
        assertThat(changed)
                .as(description)
                .singleElement()
                .satisfies(each -> assertThat(each.owner()).isEqualTo("bob"));
        operator.ops().dropDatabase(changed.getFirst(), SessionPolicy.WAIT);
    }

    private static List<String> names(Random random, int count) {
        return Stream.concat(KNOWN.stream(), Stream.generate(() -> name(random)))
                .filter(name ->
                        DatabaseName.violation(name).isEmpty()
                                && RoleName.violation(name).isEmpty())
                .distinct()
                .limit(KNOWN.size() + count)
                .toList();
    }

    /// Every third is as long as a name can be.
    private static String name(Random random) {
        var name = new StringBuilder();
        var length = random.nextInt(3) == 0 ? 63 : 1 + random.nextInt(63);
        while (bytes(name) < length) {
            var piece = PIECES.get(random.nextInt(PIECES.size()));
            name.append(bytes(name) + bytes(piece) <= length ? piece : "'");
        }
        return name.toString();
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
