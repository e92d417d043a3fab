package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.MissingRight;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.testkit.EveryPostgres;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TestOperator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryPostgres
class RightsTest {

    private static final String UID = "11111111-2222-3333-4444-555555555555";

    private PostgresServer postgres;
    private TestOperator operator;

    @BeforeEach
    void open(PostgresServer server, Login login, Login.Kind kind) {
        assumeTrue(kind == Login.Kind.OPS, "a superuser needs no rights");
        postgres = server;
        operator = Jdbi.operator(server, login);
    }

    @AfterEach
    void close() {
        if (operator != null) {
            operator.close();
        }
    }

    @Test
    void what_the_login_lacks_is_told_with_the_remedy() {
        assertThat(missing(true)).isEmpty();
        postgres.execute("ALTER ROLE ops NOCREATEDB NOCREATEROLE NOINHERIT");

        assertThat(missing(true))
                .containsExactlyElementsOf(
                        postgres.major() < 16
                                ? List.of(
                                        "ALTER ROLE \"ops\" CREATEDB;",
                                        "ALTER ROLE \"ops\" CREATEROLE;",
                                        "ALTER ROLE \"ops\" INHERIT;")
                                : List.of(
                                        "ALTER ROLE \"ops\" CREATEDB;",
                                        "ALTER ROLE \"ops\" CREATEROLE;"));
        assertThat(missing(false))
                .containsExactly(
                        "GRANT pg_signal_backend TO \"ops\";",
                        "GRANT pg_read_all_stats TO \"ops\";");
        missing(true).forEach(postgres::execute);
        postgres.execute("ALTER ROLE ops INHERIT");
        missing(false).forEach(postgres::execute);
        assertThat(operator.ops().server().missingRights()).isEmpty();
    }

    @Test
    void a_server_that_an_administrator_made_read_only_cannot_be_used() {
        postgres.execute("ALTER ROLE ops SET default_transaction_read_only = on");

        assertThatThrownBy(() -> operator.ops().server())
                .isInstanceOf(DatabaseFailure.Unavailable.class)
                .hasMessageContaining("default_transaction_read_only");

        postgres.execute("ALTER ROLE ops RESET default_transaction_read_only");
        assertThat(operator.ops().server().login()).isEqualTo("ops");
    }

    @Test
    void a_role_of_others_needs_what_the_failure_says() {
        postgres.execute("CREATE ROLE \"the \"\"owner\"\"\"");
        if (postgres.major() >= 16) {
            var denied = denied(() -> operator.createDatabase("shop", "the \"owner\"", UID));
            assertThat(denied.remedy())
                    .isEqualTo(
                            "GRANT \"the \"\"owner\"\"\" TO \"ops\" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;");
            assertThat(postgres.query("SELECT datname FROM pg_database WHERE datname ~ '^pgc-'"))
                    .isEmpty();
            postgres.execute(denied.remedy());
        }
        var before = memberships();

        live("the \"owner\"");

        assertThat(memberships()).isEqualTo(before);
    }

    @Test
    void grants_of_an_administrator_stay_as_they_are() {
        postgres.execute("CREATE ROLE alice");
        postgres.execute("GRANT alice TO ops WITH ADMIN OPTION");
        var before = memberships();

        live("alice");

        assertThat(memberships()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "inherit", "set, inherit"})
    void grants_that_the_login_made_itself_stay_as_they_are(String selfGrant) {
        assumeTrue(postgres.major() >= 16, "createrole_self_grant is of 16");
        postgres.execute("ALTER ROLE ops SET createrole_self_grant = '%s'".formatted(selfGrant));
        operator.createRole("alice");
        operator.createRole("bob");
        var before = memberships();

        live("alice");

        assertThat(memberships()).isEqualTo(before);
    }

    @Test
    void a_lost_attribute_is_named_and_enough_when_it_is_back() {
        operator.createRole("alice");
        postgres.execute("ALTER ROLE ops NOCREATEDB NOCREATEROLE");

        var roles = denied(() -> operator.createRole("carol"));
        assertThat(roles.remedy()).isEqualTo("ALTER ROLE \"ops\" CREATEROLE;");
        postgres.execute(roles.remedy());
        operator.createRole("carol");

        var databases = denied(() -> operator.createDatabase("shop", "alice", UID));
        assertThat(databases.remedy()).isEqualTo("ALTER ROLE \"ops\" CREATEDB;");
        postgres.execute(databases.remedy());
        operator.createDatabase("shop", "alice", UID);
    }

    @Test
    void a_database_given_to_a_role_of_others_needs_what_the_failure_says() {
        var state = operator.create("shop", "alice", UID);
        postgres.execute("CREATE ROLE chief SUPERUSER");
        postgres.execute("ALTER DATABASE shop OWNER TO chief");
        var expected = operator.state("shop");
        assertThat(expected.owner()).isNotEqualTo(state.owner());

        for (var denied :
                List.of(
                        denied(() -> operator.ops().release(expected)),
                        denied(() -> operator.ops().dropDatabase(expected, SessionPolicy.WAIT)))) {
            assertThat(denied.remedy()).startsWith("GRANT \"chief\" TO \"ops\"");
        }
        assertThat(operator.state("shop")).isEqualTo(expected);
    }

    @Test
    void a_login_that_does_not_inherit_is_enough_or_told() {
        postgres.execute("ALTER ROLE ops NOINHERIT");
        operator.createRole("alice");
        operator.createDatabase("shop", "alice", UID);
        var state = operator.state("shop");

        if (postgres.major() < 16) {
            var denied = denied(() -> operator.ops().dropDatabase(state, SessionPolicy.WAIT));
            assertThat(denied.remedy()).isEqualTo("ALTER ROLE \"ops\" INHERIT;");
            postgres.execute(denied.remedy());
        }
        operator.ops().dropDatabase(state, SessionPolicy.WAIT);
    }

    private List<String> missing(boolean needed) {
        return operator.ops().server().missingRights().stream()
                .filter(each -> each.needed() == needed)
                .map(MissingRight::remedy)
                .toList();
    }

    /// Each operation once.
    private void live(String owner) {
        if (!operator.ops().catalog().role(new RoleName("bob")).isPresent()) {
            operator.createRole("bob");
        }
        var bob =
                postgres.query(
                        "SELECT * FROM pg_auth_members WHERE roleid = 'bob'::regrole AND member = 'ops'::regrole");
        operator.createDatabase("shop", owner, UID);
        operator.ops().changeOwner(operator.state("shop"), new RoleName("bob"));
        operator.ops().changeOwner(operator.state("shop"), new RoleName(owner));
        operator.ops().dropDatabase(operator.state("shop"), SessionPolicy.WAIT);
        operator.createDatabase("shop", owner, UID);
        operator.ops().release(operator.state("shop"));
        assertThat(
                        postgres.query(
                                "SELECT * FROM pg_auth_members WHERE roleid = 'bob'::regrole AND member = 'ops'::regrole"))
                .isEqualTo(bob);
    }

    private static DatabaseFailure.Denied denied(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        var denied = catchThrowableOfType(DatabaseFailure.Denied.class, action);
        assertThat(denied).isNotNull();
        return denied;
    }

    /// Without that of `bob`, which the test creates in between.
    private List<String> memberships() {
        return postgres.query(
                "SELECT to_jsonb(m) - 'oid' FROM pg_auth_members m WHERE roleid::regrole::text <> 'bob' ORDER BY roleid, member, grantor");
    }
}
