package de.containerconf.postgresql.devcluster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedPostgresTest {

    static List<Integer> majors() {
        return EmbeddedPostgres.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void every_version_starts_and_leaves_nothing_behind(int major) {
        Path directory;
        int port;
        try (var postgres = EmbeddedPostgres.builder().major(major).start()) {
            directory = postgres.passwordFile().getParent();
            port = postgres.port();
            assertThat(postgres.version()).startsWith(major + ".");
            assertThat(accepts(port)).isTrue();
        }
        assertThat(directory).doesNotExist();
        assertThat(accepts(port)).isFalse();
    }

    @Test
    void it_comes_back_at_its_port_after_a_stop_and_after_a_kill() {
        try (var postgres = EmbeddedPostgres.builder().start()) {
            postgres.stop();
            assertThat(accepts(postgres.port())).isFalse();
            postgres.start();
            assertThat(accepts(postgres.port())).isTrue();

            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
            assertThat(accepts(postgres.port())).isFalse();
            postgres.start();
            assertThat(accepts(postgres.port())).isTrue();
        }
    }

    @Test
    void data_and_password_stay_in_a_given_folder(@TempDir Path folder) throws IOException {
        String password;
        try (var postgres = EmbeddedPostgres.builder().directory(folder).start()) {
            password = postgres.password();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(postgres.passwordFile())))
                    .isEqualTo("rw-------");
        }
        try (var postgres = EmbeddedPostgres.builder().directory(folder).start()) {
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void data_of_another_version_are_refused_in_words(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "9\n");

        assertThatThrownBy(() -> EmbeddedPostgres.builder().directory(folder).start())
                .hasMessageContaining("holds data of PostgreSQL 9");
    }

    @Test
    void what_the_server_says_is_in_the_error() {
        assertThatThrownBy(() -> EmbeddedPostgres.builder().setting("no_such_setting", "1").start())
                .hasMessageContaining("no_such_setting");
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
