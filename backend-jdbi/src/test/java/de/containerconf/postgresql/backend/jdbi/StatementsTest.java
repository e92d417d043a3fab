package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The exact messages of each operation. Looks, which are long, are shown by their first word.
@EveryPostgres
class StatementsTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final String CLAIM = TestOperator.claim(UID).line();

    private final Logger logger = Logger.getLogger(ServerConnection.class.getName());
    private final List<String> messages = new ArrayList<>();
    private final Handler recorder =
            new Handler() {
                @Override
                public void publish(LogRecord message) {
                    var text = message.getMessage();
                    messages.add(
                            text.startsWith("SELECT") || text.startsWith("WITH") ? "look" : text);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private TestOperator operator;
    private Login.Kind kind;
    private int major;

    @BeforeEach
    void listen(PostgresServer postgres, Login login, Login.Kind loginKind) {
        operator = Jdbi.operator(postgres, login);
        kind = loginKind;
        major = postgres.major();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(recorder);
    }

    @AfterEach
    void close() {
        logger.removeHandler(recorder);
        operator.close();
    }

    @Test
    void of_a_role() {
        operator.createRole("alice");

        assertMessages(
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                CREATE ROLE "alice" LOGIN;
                COMMENT ON ROLE "alice" IS 'containerconf.de/claim v1 cluster=%s role';
                COMMIT\
                """
                        .formatted(TestOperator.CLUSTER));
    }

    @Test
    void of_a_creation() {
        operator.createRole("alice");
        messages.clear();
        operator.createDatabase("shop", "alice", UID);

        assertMessages(
                ops("look"),
                ops(
                        "BEGIN ISOLATION LEVEL READ COMMITTED;\nSET LOCAL statement_timeout = '15s';\n"
                                + take("alice").replaceAll(";\n$", "")),
                ops("ROLLBACK"),
                "CREATE DATABASE \"pgc-new-%s\" ALLOW_CONNECTIONS false".formatted(UID),
                ops("look"),
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                COMMENT ON DATABASE "pgc-new-%1$s" IS '%2$s';
                %3$sALTER DATABASE "pgc-new-%1$s" RENAME TO "shop";
                ALTER DATABASE "shop" ALLOW_CONNECTIONS true;
                ALTER DATABASE "shop" OWNER TO "alice";
                %4$sCOMMIT\
                """
                        .formatted(UID, CLAIM, take("alice"), giveBack("alice")));
    }

    @Test
    void of_a_change_of_owner() {
        operator.createRole("zoe");
        var state = operator.create("shop", "alice", UID);
        messages.clear();
        operator.ops().changeOwner(state, new RoleName("zoe"));

        assertMessages(
                ops("look"),
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                %s%sCOMMENT ON DATABASE "shop" IS '%s'\
                """
                        .formatted(take("alice"), take("zoe"), CLAIM),
                "look",
                "look",
                "look",
                """
                ALTER DATABASE "shop" OWNER TO "zoe";
                %s%sCOMMIT\
                """
                        .formatted(giveBack("alice"), giveBack("zoe")));
    }

    @Test
    void of_a_release() {
        var state = operator.create("shop", "alice", UID);
        messages.clear();
        operator.ops().release(state);

        assertMessages(
                ops("look"),
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                %sCOMMENT ON DATABASE "shop" IS NULL\
                """
                        .formatted(take("alice")),
                "look",
                "look",
                "look",
                giveBack("alice") + "COMMIT");
    }

    @Test
    void of_a_deletion() {
        var state = operator.create("shop", "alice", UID);
        messages.clear();
        operator.ops().dropDatabase(state, SessionPolicy.WAIT);

        assertMessages("look", "look", ops("look"), rename(), "look", takeOwnership(), drop());
    }

    /// Nobody is connected, and yet nobody must get in any more.
    @Test
    void of_a_deletion_that_does_not_wait() {
        var state = operator.create("shop", "alice", UID);
        messages.clear();
        operator.ops().dropDatabase(state, SessionPolicy.TERMINATE);

        assertMessages(
                "look",
                ops("look"),
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                %sCOMMENT ON DATABASE "shop" IS '%s door=shut'\
                """
                        .formatted(take("alice"), CLAIM),
                "look",
                "look",
                "look",
                "ALTER DATABASE \"shop\" ALLOW_CONNECTIONS false;\n%sCOMMIT"
                        .formatted(giveBack("alice")),
                "look",
                "look",
                "look",
                "look",
                ops("look"),
                rename(),
                "look",
                takeOwnership(),
                drop());
    }

    @Test
    void of_the_end_of_a_role() {
        operator.createRole("alice");
        var state = operator.role("alice");
        messages.clear();
        operator.ops().dropRole(state);

        assertMessages(
                "look",
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                DROP ROLE "alice"\
                """,
                "look",
                "look",
                "look",
                "look",
                "COMMIT");
    }

    /// How one is made is not shown, for the sake of its verifier.
    @Test
    void of_a_login() {
        operator.create("shop", "alice", UID);
        operator.createRole("bob");
        messages.clear();
        var login = operator.createLogin("shop-1", Password.of("x"), "alice", "shop", UID);
        assertMessages("{0} statements, not shown", "look");

        messages.clear();
        operator.ops().restoreLogin(login, new RoleName("bob"), new DatabaseName("shop"));
        assertMessages(
                """
                BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL statement_timeout = '15s';
                COMMENT ON ROLE "shop-1" IS '%s'\
                """
                        .formatted(login.claim().line()),
                "look",
                "look",
                "look",
                """
                REVOKE "alice" FROM "shop-1";
                ALTER ROLE "shop-1" LOGIN;
                GRANT "bob" TO "shop-1";
                ALTER ROLE "shop-1" IN DATABASE "shop" SET role TO 'bob';
                COMMIT\
                """);
    }

    private String rename() {
        return """
        BEGIN ISOLATION LEVEL READ COMMITTED;
        SET LOCAL statement_timeout = '15s';
        %sALTER DATABASE "shop" RENAME TO "pgc-drop-%s\"\
        """
                .formatted(take("alice"), UID);
    }

    private String takeOwnership() {
        return """
        ALTER DATABASE "pgc-drop-%s" OWNER TO CURRENT_USER;
        %sCOMMIT\
        """
                .formatted(UID, giveBack("alice"));
    }

    private static String drop() {
        return "DROP DATABASE \"pgc-drop-%s\"".formatted(UID);
    }

    private void assertMessages(String... expected) {
        assertThat(messages)
                .containsExactlyElementsOf(
                        List.of(expected).stream().filter(each -> !each.isEmpty()).toList());
    }

    /// Only a login that needs rights sends it.
    private String ops(String message) {
        return kind == Login.Kind.OPS ? message : "";
    }

    private String take(String role) {
        var options = major >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
        return ops("GRANT \"%s\" TO CURRENT_USER%s;\n".formatted(role, options));
    }

    private String giveBack(String role) {
        return ops("REVOKE \"%s\" FROM CURRENT_USER;\n".formatted(role));
    }
}
