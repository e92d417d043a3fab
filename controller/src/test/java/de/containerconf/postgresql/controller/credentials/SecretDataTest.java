package de.containerconf.postgresql.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.database.Password;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretDataTest {

    @Test
    void everyFormatHasTheNamesAsItDemands() {
        var data =
                SecretData.of(
                        new Endpoint("::1", 6432, "verify-full", () -> Optional.of("PEM")),
                        new DatabaseName("a/b?c&d:e%f\\g h'\"ä"),
                        "a/b-0123",
                        Password.of("p:w"));

        assertThat(data)
                .containsEntry("type", "postgresql")
                .containsEntry("provider", "postgresql-operator")
                .containsEntry("host", "::1")
                .containsEntry("port", "6432")
                .containsEntry("database", "a/b?c&d:e%f\\g h'\"ä")
                .containsEntry("username", "a/b-0123")
                .containsEntry("password", "p:w")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("ca.crt", "PEM")
                .containsEntry(
                        "uri",
                        "postgresql://a%2Fb-0123:p%3Aw@[::1]:6432/a%2Fb%3Fc%26d%3Ae%25f%5Cg%20h%27%22%C3%A4?sslmode=verify-full")
                .containsEntry(
                        "jdbc-url",
                        "jdbc:postgresql://[::1]:6432/a%2Fb%3Fc%26d%3Ae%25f%5Cg%20h%27%22%C3%A4?user=a%2Fb-0123&password=p%3Aw&sslmode=verify-full")
                .containsEntry("pgpass", "\\:\\:1:6432:a/b?c&d\\:e%f\\\\g h'\"ä:a/b-0123:p\\:w\n");
    }

    @Test
    void namesOfLoginsFitAndAreNotReserved() {
        var random = new Random(1);

        assertThat(LoginNames.random(new DatabaseName("shop"), random).value())
                .matches("shop-[0-9a-f]{8}");
        assertThat(LoginNames.random(new DatabaseName("pg_x"), random).value())
                .matches("db-pg_x-[0-9a-f]{8}");
        assertThat(
                        LoginNames.random(new DatabaseName("\uD83D\uDE00".repeat(15)), random)
                                .value()
                                .getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(50, 63);
    }
}
