package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.testkit.Dedicated;
import de.containerconf.postgresql.testkit.Login;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import de.containerconf.postgresql.testkit.TcpProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ConnectionTest {

    private static final Login NOBODY = new Login("ops", "secret-of-ops");

    @Test
    void every_connection_has_our_settings_whatever_tenants_set(PostgresServer postgres) {
        var ops = postgres.login(Login.Kind.OPS);
        postgres.execute("CREATE ROLE tenant");
        postgres.execute("GRANT tenant TO ops");
        for (var setting :
                new String[] {
                    "role = tenant",
                    "search_path = public",
                    "standard_conforming_strings = off",
                    "statement_timeout = 1"
                }) {
            postgres.execute("ALTER ROLE ops SET " + setting);
        }
        try (var connections = connections(Jdbi.settings(postgres.host(), postgres.port(), ops));
                var connection = connections.acquire()) {
            connection.patiently("SELECT 1");
            var values = new ArrayList<String>();
            for (var name :
                    new String[] {
                        "search_path",
                        "role",
                        "standard_conforming_strings",
                        "lock_timeout",
                        "statement_timeout",
                        "idle_in_transaction_session_timeout",
                        "application_name"
                    }) {
                values.addAll(connection.rows("SHOW " + name, (row, context) -> row.getString(1)));
            }

            assertThat(values)
                    .containsExactly(
                            "pg_catalog",
                            "none",
                            "on",
                            "2s",
                            "0",
                            "10s",
                            "postgresql-operator 0a1b2c3d 89abcdef");
        } finally {
            postgres.execute("ALTER ROLE ops RESET ALL");
        }
    }

    @Test
    void a_wrong_password_is_told_without_the_password(PostgresServer postgres) {
        postgres.login(Login.Kind.OPS);

        assertUnavailable(
                Jdbi.settings(postgres.host(), postgres.port(), NOBODY),
                "rejects the password of the login 'ops'.");
    }

    @Test
    void the_password_is_read_again_for_each_connection(PostgresServer postgres) {
        var login = postgres.login(Login.Kind.OPS);
        var password = new String[] {"wrong"};
        var settings = Jdbi.settings(postgres.host(), postgres.port(), login);
        try (var operator = Jdbi.operator(withPassword(settings, () -> password[0]), Fence.OPEN)) {
            assertThatThrownBy(() -> operator.ops().catalog())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
            password[0] = login.password();

            assertThat(operator.ops().server().login()).isEqualTo("ops");
            assertThat(operator.ops().catalog().databases()).isNotEmpty();
        }
    }

    @Test
    void an_unreadable_password_is_told_in_its_own_words(PostgresServer postgres) {
        var settings =
                withPassword(
                        Jdbi.settings(postgres.host(), postgres.port(), NOBODY),
                        () -> {
                            throw new DatabaseFailure.Unavailable("The file is missing.", null);
                        });

        assertUnavailable(settings, "The file is missing.");
    }

    @Test
    void a_server_that_is_down_is_told_at_once(@Dedicated PostgresServer postgres) {
        var settings = Jdbi.settings(postgres.host(), postgres.port(), postgres.superuser());
        try (var operator = Jdbi.operator(settings, Fence.OPEN)) {
            operator.ops().catalog();
            postgres.stop();

            assertThatThrownBy(() -> operator.ops().catalog())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
            assertUnavailable(settings, "refuses connections: it is down, or not at this address.");

            postgres.start();
            assertThat(operator.ops().server().superuser()).isTrue();
            assertThat(operator.ops().catalog().databases()).isNotEmpty();
        }
    }

    /// HikariCP asks its first connection for more than the later ones.
    @Test
    void a_first_connection_that_breaks_anywhere_does_not_spoil_the_later_ones(
            PostgresServer postgres) {
        try (var proxy = new TcpProxy(postgres.port())) {
            var settings = Jdbi.settings(postgres.host(), proxy.port(), postgres.superuser());
            for (var answer = 1; answer <= 12; answer++) {
                try (var connections = connections(settings)) {
                    proxy.cutInsteadOfAnswer(answer);
                    for (var attempt = 0; attempt < 2; attempt++) {
                        try (var connection = connections.acquire()) {
                            connection.run("SELECT 1");
                        } catch (RuntimeException broken) {
                            assertThat(broken.getMessage()).doesNotContain("level -1");
                        }
                    }
                    proxy.pass();
                    try (var connection = connections.acquire()) {
                        connection.run("SELECT 1");
                    }
                }
            }
        }
    }

    @Test
    void another_server_at_the_address_is_not_used_before_it_was_asked_who_it_is(
            PostgresServer postgres, @Dedicated PostgresServer other) {
        var login = postgres.superuser();
        other.execute(
                "ALTER ROLE %s PASSWORD '%s'"
                        .formatted(PostgresServer.quoted(login.name()), login.password()));
        try (var proxy = new TcpProxy(postgres.port());
                var operator =
                        Jdbi.operator(
                                Jdbi.settings(postgres.host(), proxy.port(), login), Fence.OPEN)) {
            var here = operator.ops().server().systemIdentifier();
            operator.ops().catalog();
            proxy.retarget(other.port());

            assertThatThrownBy(() -> operator.ops().catalog())
                    .isInstanceOf(DatabaseFailure.Unavailable.class);
            assertThatThrownBy(() -> operator.ops().catalog())
                    .isInstanceOf(DatabaseFailure.Unavailable.class)
                    .hasMessageContaining("is another server than a moment ago");
            assertThat(operator.ops().server().systemIdentifier()).isNotEqualTo(here);
            assertThat(operator.ops().catalog().databases()).isNotEmpty();
        }
    }

    @Test
    void a_server_that_does_not_answer_is_told_soon() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            assertUnavailable(
                    Jdbi.settings("127.0.0.1", silent.getLocalPort(), NOBODY), "does not answer.");
        }
    }

    @Test
    void an_unknown_host_is_told(PostgresServer postgres) {
        assertUnavailable(
                Jdbi.settings("no-such-host.invalid", postgres.port(), NOBODY),
                "The host name no-such-host.invalid of PostgreSQL is unknown.");
    }

    @Test
    void too_many_connections_are_told(PostgresServer postgres) {
        var ops = postgres.login(Login.Kind.OPS);
        postgres.execute("ALTER ROLE ops CONNECTION LIMIT 0");

        assertUnavailable(
                Jdbi.settings(postgres.host(), postgres.port(), ops), "too many connections");
    }

    @Test
    void a_missing_maintenance_database_is_told(PostgresServer postgres) {
        var usual = Jdbi.settings(postgres.host(), postgres.port(), postgres.superuser());

        assertUnavailable(with(usual, "gone", SslMode.DISABLE), "has no database 'gone'");
    }

    @Test
    void a_server_without_tls_is_told(PostgresServer postgres) {
        var usual = Jdbi.settings(postgres.host(), postgres.port(), postgres.superuser());

        assertUnavailable(with(usual, "postgres", SslMode.VERIFY_FULL), "does not support SSL");
    }

    @Test
    void statements_of_a_transaction_have_a_time_limit_and_others_have_none_after_it(
            PostgresServer postgres) {
        var settings =
                Jdbi.settings(postgres.host(), postgres.port(), postgres.login(Login.Kind.OPS));
        try (var connections = connections(settings);
                var connection = connections.acquire()) {
            try (var transaction = connection.transaction()) {
                transaction.run(Stream.of("SELECT 1"));
                assertThat(limit(connection)).isEqualTo("15s");
                transaction.commit(Stream.of("SELECT 1"));
            }
            assertThat(limit(connection)).isEqualTo("0");
            try (var transaction = connection.transaction()) {
                transaction.run(Stream.of("SELECT 1"));
            }
            assertThat(limit(connection)).isEqualTo("0");
        }
    }

    private static String limit(ServerConnection connection) {
        return connection
                .row("SHOW statement_timeout", (row, context) -> row.getString(1))
                .orElseThrow();
    }

    @Test
    void a_lost_answer_to_create_is_noticed(PostgresServer postgres) {
        try (var proxy = new TcpProxy(postgres.port());
                var connections =
                        new Connections(
                                Jdbi.settings(postgres.host(), proxy.port(), postgres.superuser()),
                                Fence.OPEN,
                                new SimpleMeterRegistry(),
                                Duration.ofMillis(200));
                var connection = connections.acquire()) {
            proxy.swallowTheAnswerAfterTheNext();
            connection.run("SELECT 1");
            assertThatThrownBy(() -> connection.patiently("CREATE DATABASE lost"))
                    .isInstanceOf(StatementFailure.class);
            assertThat(postgres.query("SELECT FROM pg_database WHERE datname = 'lost'")).hasSize(1);
        }
    }

    private static void assertUnavailable(BackendSettings settings, String words) {
        var begin = Instant.now();
        try (var operator = Jdbi.operator(settings, Fence.OPEN)) {
            for (Runnable action :
                    new Runnable[] {operator.ops()::server, operator.ops()::catalog}) {
                assertThatThrownBy(action::run)
                        .isInstanceOf(DatabaseFailure.Unavailable.class)
                        .hasMessageContaining(words)
                        .message()
                        .doesNotContain(NOBODY.password());
            }
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(25));
    }

    private static Connections connections(BackendSettings settings) {
        return new Connections(settings, Fence.OPEN, new SimpleMeterRegistry());
    }

    private static BackendSettings withPassword(
            BackendSettings settings, BackendSettings.PasswordSource password) {
        return new BackendSettings(
                settings.host(),
                settings.port(),
                settings.user(),
                password,
                settings.database(),
                settings.sslMode(),
                null,
                settings.clusterId(),
                settings.instanceId(),
                settings.maxConnections(),
                Map.of());
    }

    private static BackendSettings with(BackendSettings settings, String database, SslMode mode) {
        return new BackendSettings(
                settings.host(),
                settings.port(),
                settings.user(),
                settings.password(),
                database,
                mode,
                null,
                settings.clusterId(),
                settings.instanceId(),
                settings.maxConnections(),
                Map.of());
    }
}
