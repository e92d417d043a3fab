package de.containerconf.postgresql.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@EveryPostgres
class PostgresExtensionTest {

    @RepeatedTest(2)
    void every_test_finds_an_empty_server(PostgresServer postgres) {
        assertThat(postgres.query("SELECT datname FROM pg_database WHERE oid > 16000")).isEmpty();
        assertThat(postgres.query("SELECT rolname FROM pg_roles WHERE oid > 16000")).isEmpty();

        postgres.execute("CREATE ROLE \"a \"\"b\"\"\"");
        postgres.execute("CREATE DATABASE \"A;b\" OWNER \"a \"\"b\"\"\"");
    }

    @Test
    void the_login_is_of_the_kind_asked_for(PostgresServer postgres, Login login, Login.Kind kind)
            throws SQLException {
        try (var connection = postgres.connection(login, "postgres")) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo(login.name());
        }
        assertThat(postgres.query("SELECT rolsuper FROM pg_roles WHERE rolname = ?", login.name()))
                .containsExactly(kind == Login.Kind.SUPERUSER ? "t" : "f");
    }

    @Test
    void a_dedicated_server_may_be_killed(
            PostgresServer shared, @Dedicated PostgresServer postgres) {
        postgres.kill();
        assertThatThrownBy(() -> postgres.query("SELECT 1")).hasMessageContaining("refused");
        postgres.start();

        assertThat(postgres.query("SELECT 1, NULL")).containsExactly("1|");
        assertThat(postgres.port()).isNotEqualTo(shared.port());
    }
}
