package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.NewDatabase;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.database.SessionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// Logins for applications: they act for the owner, and only what is claimed is touched.
public interface LoginContract extends BackendContract {

    /// A name, an owner and a database that nobody would choose.
    String HOSTILE = "o'wn \"er\" \\ %s:x/日";

    @Test
    default void what_a_login_creates_belongs_to_the_owner(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var password = Password.random(new SecureRandom());
        operator.create("shop", HOSTILE, UID);
        var login = operator.createLogin("shop-1", password, HOSTILE, "shop", UID);

        assertThat(login.serves("shop", HOSTILE)).isTrue();
        assertThat(login.claim().key()).isEqualTo(password.key());
        assertThat(operator.ops().catalog().loginsOf(UID)).containsExactly(login);
        try (var connection = connect(postgres, "shop-1", password, "shop")) {
            assertThat(value(connection, "SELECT current_user")).isEqualTo(HOSTILE);
            connection.createStatement().execute("CREATE TABLE t (i int)");
            assertThat(value(connection, "SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
                    .isEqualTo(HOSTILE);
        }
    }

    @Test
    default void a_closed_database_lets_in_its_logins_and_nobody_else(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var password = Password.random(new SecureRandom());
        operator.createRole("alice");
        operator.ops()
                .createDatabase(
                        new NewDatabase(new DatabaseName("shop"), new RoleName("alice"), true),
                        TestOperator.claim(UID));
        assertThat(operator.state("shop").open()).isFalse();
        requireClosed(operator, postgres, password);

        postgres.execute("GRANT CONNECT ON DATABASE shop TO PUBLIC");
        assertThat(operator.state("shop").open()).isTrue();
        operator.ops().closeToPublic(operator.state("shop"));

        assertThat(operator.state("shop").open()).isFalse();
        assertThat(operator.state("shop").owner()).isEqualTo("alice");
        requireClosed(operator, postgres, password);
    }

    private static void requireClosed(
            TestOperator operator, PostgresServer postgres, Password password) throws SQLException {
        var stranger = postgres.createLogin("stranger", "");
        if (operator.logins(UID).isEmpty()) {
            operator.createLogin("shop-1", password, "alice", "shop", UID);
        }
        assertThatThrownBy(() -> postgres.connection(stranger, "shop").close())
                .isInstanceOf(SQLException.class);
        connect(postgres, "shop-1", password, "shop").close();
    }

    @Test
    default void the_server_never_sees_the_password(TestOperator operator, PostgresServer postgres)
            throws IOException {
        var password = Password.random(new SecureRandom());
        postgres.execute("ALTER SYSTEM SET log_statement = 'all'");
        postgres.query("SELECT pg_reload_conf()");
        try {
            operator.create("shop", "alice", UID);
            operator.createLogin("shop-1", password, "alice", "shop", UID);
        } finally {
            postgres.execute("ALTER SYSTEM RESET log_statement");
            postgres.query("SELECT pg_reload_conf()");
        }
        if (postgres.logFile().isPresent()) {
            var log = Files.readString(postgres.logFile().get());
            assertThat(log.contains(password.reveal())).isFalse();
        }
    }

    @Test
    default void a_name_that_is_taken_is_left_alone(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        postgres.execute("CREATE ROLE \"shop-1\" LOGIN");

        assertThatThrownBy(() ->
                        operator.createLogin("shop-1", Password.of("x"), "alice", "shop", UID))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(operator.logins(UID)).isEmpty();
        assertThat(
                        postgres.query(
                                "SELECT FROM pg_auth_members WHERE member = '\"shop-1\"'::regrole"))
                .isEmpty();
    }

    @Test
    default void a_login_is_restored_for_another_owner(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var password = Password.random(new SecureRandom());
        operator.create("shop", "alice", UID);
        operator.createRole("bob");
        var login = operator.createLogin("shop-1", password, "alice", "shop", UID);
        postgres.execute("ALTER ROLE \"shop-1\" NOLOGIN");

        operator.ops().restoreLogin(login, new RoleName("bob"), new DatabaseName("shop"));

        assertThat(operator.logins(UID).getFirst().serves("shop", "bob")).isTrue();
        assertThat(
                        postgres.query(
                                "SELECT roleid::regrole FROM pg_auth_members WHERE member = '\"shop-1\"'::regrole"))
                .containsExactly("bob");
        try (var connection = connect(postgres, "shop-1", password, "shop")) {
            assertThat(value(connection, "SELECT current_user")).isEqualTo("bob");
        }
    }

    @Test
    default void a_login_in_use_stays_unless_it_must_go(
            TestOperator operator, PostgresServer postgres) throws SQLException {
        var password = Password.random(new SecureRandom());
        operator.create("shop", "alice", UID);
        var login = operator.createLogin("shop-1", password, "alice", "shop", UID);
        try (var connection = connect(postgres, "shop-1", password, "shop")) {
            assertThatThrownBy(() -> operator.ops().dropLogin(login, SessionPolicy.WAIT))
                    .isInstanceOf(DatabaseFailure.InUse.class);
            assertThat(value(connection, "SELECT 1")).isEqualTo("1");

            operator.ops().dropLogin(login, SessionPolicy.TERMINATE);

            assertThatThrownBy(() -> value(connection, "SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(operator.logins(UID)).isEmpty();
        assertThat(postgres.query("SELECT FROM pg_roles WHERE rolname = 'shop-1'")).isEmpty();
    }

    @Test
    default void what_a_login_owns_goes_to_the_owner(TestOperator operator, PostgresServer postgres)
            throws SQLException {
        var password = Password.random(new SecureRandom());
        operator.create("shop", "alice", UID);
        var login = operator.createLogin("shop-1", password, "alice", "shop", UID);
        try (var connection = connect(postgres, "shop-1", password, "shop")) {
            connection.createStatement().execute("SET ROLE alice");
            connection
                    .createStatement()
                    .execute("CREATE SCHEMA app; GRANT CREATE, USAGE ON SCHEMA app TO \"shop-1\"");
            connection.createStatement().execute("SET ROLE NONE; CREATE TABLE app.t (i int)");
        }

        operator.ops().dropLogin(login, SessionPolicy.TERMINATE);

        assertThat(postgres.query("SELECT FROM pg_roles WHERE rolname = 'shop-1'")).isEmpty();
        try (var connection = postgres.connection(postgres.superuser(), "shop")) {
            assertThat(
                            value(
                                    connection,
                                    "SELECT tableowner FROM pg_tables WHERE schemaname = 'app'"))
                    .isEqualTo("alice");
        }
    }

    @Test
    default void a_login_that_is_not_the_expected_one_is_left_alone(
            TestOperator operator, PostgresServer postgres) {
        operator.create("shop", "alice", UID);
        var login = operator.createLogin("shop-1", Password.of("x"), "alice", "shop", UID);
        postgres.execute("COMMENT ON ROLE \"shop-1\" IS 'mine now'");

        for (var sessions : SessionPolicy.values()) {
            assertThatThrownBy(() -> operator.ops().dropLogin(login, sessions))
                    .isInstanceOf(DatabaseFailure.Stale.class);
        }
        assertThatThrownBy(() ->
                        operator.ops()
                                .restoreLogin(
                                        login, new RoleName("alice"), new DatabaseName("shop")))
                .isInstanceOf(DatabaseFailure.Stale.class);
        assertThat(postgres.query("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop-1'"))
                .containsExactly("t");
    }

    private static Connection connect(
            PostgresServer postgres, String login, Password password, String database)
            throws SQLException {
        return postgres.connection(new Login(login, password.reveal()), database);
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
