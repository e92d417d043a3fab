package de.containerconf.postgresql.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final String CONTROL = "must not contain control characters";

    static Stream<Arguments> goodNames() {
        return Stream.of(
                        "a",
                        "example_db",
                        "Mixed Case",
                        " leading and trailing ",
                        "a".repeat(63),
                        "ä".repeat(31) + "a", // 63 bytes
                        "€".repeat(21), // 63 bytes
                        "😀".repeat(15) + "abc", // 63 bytes
                        "quote\"d",
                        "it's",
                        "back\\slash",
                        "semi;colon--",
                        "POSTGRES",
                        "pgc",
                        "Pgc-new",
                        "a-pgc-",
                        "null")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("goodNames")
    void whateverFitsIsAName(String name) {
        assertThat(DatabaseName.violation(name)).isEmpty();
        assertThat(RoleName.violation(name)).isEmpty();
        assertThat(new DatabaseName(name)).hasToString(name);
        assertThat(new RoleName(name)).hasToString(name);
        assertThat(DatabaseName.read(name)).contains(new DatabaseName(name));
        assertThat(RoleName.read(name)).contains(new RoleName(name));
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                Arguments.of(null, "must not be empty"),
                Arguments.of("", "must not be empty"),
                Arguments.of("a".repeat(64), "must be at most 63 bytes long in UTF-8, is 64"),
                Arguments.of("ä".repeat(32), "must be at most 63 bytes long in UTF-8, is 64"),
                Arguments.of("€".repeat(21) + "a", "must be at most 63 bytes long in UTF-8, is 64"),
                Arguments.of("😀".repeat(16), "must be at most 63 bytes long in UTF-8, is 64"),
                Arguments.of("a\uD83D", "must be valid Unicode"),
                Arguments.of("\uDE00a", "must be valid Unicode"),
                Arguments.of("\uDE00\uD83D", "must be valid Unicode"),
                Arguments.of("a\u0000b", CONTROL),
                Arguments.of("a\nb", CONTROL),
                Arguments.of("a\tb", CONTROL),
                Arguments.of("\u001f", CONTROL),
                Arguments.of("a\u007f", CONTROL),
                Arguments.of("a\u0085", CONTROL),
                Arguments.of("\u009f", CONTROL));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void aNameThatPostgresWouldCutOrRefuseIsNone(String name, String rule) {
        assertThat(DatabaseName.violation(name)).contains(rule);
        assertThat(RoleName.violation(name)).contains(rule);
        assertThat(DatabaseName.read(name)).isEmpty();
        assertThat(RoleName.read(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres",
                "template0",
                "template1",
                "rdsadmin",
                "cloudsqladmin",
                "alloydbadmin",
                "azure_maintenance",
                "azure_sys"
            })
    void databasesOfTheServerItselfAreReserved(String name) {
        assertThat(DatabaseName.violation(name))
                .contains("must not be '" + name + "', which is a database of the server itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgc-", "pgc-new-1", "pgc-drop-1"})
    void thePrivateNamesOfTheOperatorAreReserved(String name) {
        assertThat(DatabaseName.violation(name))
                .contains("must not begin with 'pgc-', which the operator keeps for itself");
        assertThat(RoleName.violation(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "none", "pg_", "pg_read_all_data", "pg_mine"})
    void rolesOfTheServerItselfAreReserved(String name) {
        assertThat(RoleName.violation(name))
                .contains("must not be '" + name + "', which is a role of the server itself");
        assertThat(DatabaseName.violation(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC", "pg", "Pg_a", "postgres"})
    void whatOnlyLooksReservedIsARole(String name) {
        assertThat(RoleName.violation(name)).isEmpty();
    }

    @Test
    void aBadNameCannotBeMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseName("postgres"))
                .withMessageStartingWith("the name of the database must not be 'postgres'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoleName(""))
                .withMessage("the name of the role must not be empty");
    }

    @Property
    void aNameThatIsAcceptedSurvivesPostgresUncut(
            @ForAll @StringLength(max = 70) String candidate) {
        DatabaseName.read(candidate)
                .map(DatabaseName::value)
                .ifPresent(name -> {
                    var bytes = name.getBytes(StandardCharsets.UTF_8);
                    assertThat(bytes).hasSizeBetween(1, 63).doesNotContain((byte) 0);
                    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(candidate);
                });
        assertThat(DatabaseName.read(candidate).isPresent())
                .isEqualTo(DatabaseName.violation(candidate).equals(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a/", "/a", "a/b/c", "a//b", "//"})
    void whatIsNotNamespaceAndNameIsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.parse(text))
                .withMessage("'" + text + "' is not <namespace>/<name>");
    }

    @Test
    void aKeyIsReadAsItIsWritten() {
        var key = new ObjectKey("team-a", "orders.db");
        assertThat(key).hasToString("team-a/orders.db");
        assertThat(ObjectKey.parse("team-a/orders.db")).isEqualTo(key);
    }

    @Test
    void keysAreOrderedByNamespaceThenName() {
        assertThat(Stream.of("b/a", "a/b", "a/a").map(ObjectKey::parse).sorted())
                .extracting(ObjectKey::toString)
                .containsExactly("a/a", "a/b", "b/a");
    }
}
