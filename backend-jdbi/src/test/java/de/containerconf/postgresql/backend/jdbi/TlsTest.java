package de.containerconf.postgresql.backend.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.BackendSettings.SslMode;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.devcluster.postgres.EmbeddedPostgres;
import de.containerconf.postgresql.testkit.TestOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose certificate is for `localhost`, reached there and as `127.0.0.1`.
class TlsTest {

    @TempDir private static Path folder;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        writeCertificate(folder);
        postgres = start(folder);
    }

    private static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.builder()
                .setting("ssl", "on")
                .setting("ssl_cert_file", folder.resolve("server.crt").toString())
                .setting("ssl_key_file", folder.resolve("server.key").toString())
                .start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void an_encrypted_connection_needs_no_certificate_of_ours() {
        assertThat(encrypted(settings("127.0.0.1", SslMode.REQUIRE, null))).isTrue();
        assertThat(encrypted(settings("127.0.0.1", SslMode.PREFER, null))).isTrue();
        assertThat(encrypted(settings("127.0.0.1", SslMode.DISABLE, null))).isFalse();
    }

    @Test
    void the_given_authority_is_trusted_for_the_name_in_the_certificate() {
        var authority = folder.resolve("server.crt");

        assertThat(encrypted(settings("localhost", SslMode.VERIFY_FULL, authority))).isTrue();
        assertThat(encrypted(settings("127.0.0.1", SslMode.VERIFY_CA, authority))).isTrue();
        assertRefused(
                settings("127.0.0.1", SslMode.VERIFY_FULL, authority),
                "The hostname 127.0.0.1 could not be verified");
    }

    @Test
    void without_an_authority_only_those_of_the_jdk_are_trusted() {
        assertRefused(
                settings("localhost", SslMode.VERIFY_FULL, null),
                "The TLS connection to PostgreSQL at localhost:%d failed (sslmode verify-full): The authority that issued the certificate of the server is not trusted. Name a file with the certificate of that authority in --postgresql.sslrootcert;"
                        .formatted(postgres.port()));
    }

    @Test
    void another_authority_is_told_with_its_file() throws Exception {
        var other = Files.createDirectory(folder.resolve("other"));
        writeCertificate(other);

        assertRefused(
                settings("localhost", SslMode.VERIFY_CA, other.resolve("server.crt")),
                "does not come from an authority in the file %s of --postgresql.sslrootcert."
                        .formatted(other.resolve("server.crt")));
    }

    @Test
    void passwords_in_clear_text_are_sent_over_tls_only() {
        try (var operator = Jdbi.operator(inClearText(SslMode.REQUIRE, "tls"), Fence.OPEN)) {
            operator.create("shop", "alice", "u-1");
            operator.createLogin("shop-1", Password.of("x"), "alice", "shop", "u-1");
            assertThat(operator.logins("u-1")).hasSize(1);
        }
        try (var operator = Jdbi.operator(inClearText(SslMode.DISABLE, "tls"), Fence.OPEN)) {
            assertThatThrownBy(() ->
                            operator.createLogin(
                                    "shop-2", Password.of("x"), "alice", "shop", "u-2"))
                    .isInstanceOf(DatabaseFailure.Conflict.class)
                    .hasMessageContaining("over TLS only");
            assertThat(operator.logins("u-2")).isEmpty();
        }
    }

    @Test
    void an_expired_certificate_is_told() throws Exception {
        var expired = Files.createDirectory(folder.resolve("expired"));
        writeExpiredCertificate(expired);
        try (var server = start(expired)) {
            assertRefused(
                    settings(
                            "localhost",
                            server,
                            SslMode.VERIFY_FULL,
                            expired.resolve("authority.crt")),
                    "The certificate of the server has expired.");
        }
    }

    @Test
    void the_option_for_clear_text_is_never_guessed() {
        assertThatThrownBy(() -> Jdbi.operator(inClearText(SslMode.REQUIRE, "yes"), Fence.OPEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never or tls");
    }

    private static BackendSettings inClearText(SslMode mode, String value) {
        return settings("127.0.0.1", mode, null).withOptions(Map.of(LoginPasswords.OPTION, value));
    }

    @Test
    void a_missing_file_is_told() {
        assertRefused(
                settings("localhost", SslMode.VERIFY_FULL, folder.resolve("missing.crt")),
                "missing.crt");
    }

    private static boolean encrypted(BackendSettings settings) {
        try (var connections =
                        new Connections(
                                settings,
                                Fence.OPEN,
                                new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
                var connection = connections.acquire()) {
            return connection
                    .row(
                            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                            (row, context) -> row.getBoolean(1))
                    .orElseThrow();
        }
    }

    private static void assertRefused(BackendSettings settings, String words) {
        try (var operator = Jdbi.operator(settings, Fence.OPEN)) {
            assertThatThrownBy(() -> operator.ops().server())
                    .isInstanceOf(DatabaseFailure.Unavailable.class)
                    .hasMessageContaining(words);
        }
    }

    private static BackendSettings settings(String host, SslMode mode, @Nullable Path authority) {
        return settings(host, postgres, mode, authority);
    }

    private static BackendSettings settings(
            String host, EmbeddedPostgres server, SslMode mode, @Nullable Path authority) {
        return new BackendSettings(
                host,
                server.port(),
                EmbeddedPostgres.USER,
                server::password,
                "postgres",
                mode,
                authority,
                TestOperator.CLUSTER,
                "89abcdef",
                1,
                Map.of());
    }

    private static void writeCertificate(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        keytool(folder, "server", "CN=localhost", "-ext", "bc=ca:true");
        export(folder);
    }

    /// The expiry of an authority that is itself the server's would not count.
    private static void writeExpiredCertificate(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        keytool(folder, "authority", "CN=authority", "-ext", "bc=ca:true");
        keytool(
                folder,
                "server",
                "CN=localhost",
                "-signer",
                "authority",
                "-startdate",
                "-3d",
                "-validity",
                "1");
        export(folder);
    }

    /// The JDK's own tool, which has no interface for programs.
    private static void keytool(Path folder, String alias, String name, String... more)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-dname",
                                name,
                                "-ext",
                                "SAN=dns:localhost",
                                "-keystore",
                                folder.resolve("store.p12").toString(),
                                "-storepass",
                                "changeit"));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private static void export(Path folder) throws IOException, GeneralSecurityException {
        var store = folder.resolve("store.p12");
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        write(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        if (keys.containsAlias("authority")) {
            write(
                    folder.resolve("authority.crt"),
                    "CERTIFICATE",
                    keys.getCertificate("authority").getEncoded());
        }
        write(
                folder.resolve("server.key"),
                "PRIVATE KEY",
                keys.getKey("server", "changeit".toCharArray()).getEncoded());
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                        .formatted(type, Base64.getMimeEncoder().encodeToString(content)));
    }
}
