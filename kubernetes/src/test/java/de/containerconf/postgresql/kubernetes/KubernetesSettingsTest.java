package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesSettingsTest {

    private static final Path FILE = Path.of("x");
    private static final String URL = "https://host:6443";

    @TempDir Path folder;

    @Test
    void theWaysExcludeEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesSettings(true, URL, null, null, null, null, null))
                .withMessage(
                        "kubernetes.incluster and kubernetes.server exclude each other: set one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesSettings(false, URL, null, null, null, FILE, null))
                .withMessageContaining("kubernetes.server and kubernetes.kubeconfig");
    }

    @Test
    void whatBelongsTogetherIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesSettings(false, URL, FILE, null, null, null, null))
                .withMessageContaining("kubernetes.crt and kubernetes.key belong together");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesSettings(false, null, null, null, FILE, null, null))
                .withMessageContaining("belong to kubernetes.server");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesSettings(false, URL, null, null, null, null, "c"))
                .withMessageContaining("kubernetes.context chooses from a kubeconfig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"host:6443", "", "ftp://host", "https://", "https://u:secret@host", "%"})
    void aServerThatIsNoUrlIsRefusedAndNotQuoted(String server) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new KubernetesSettings(false, server, null, null, null, null, null))
                .withMessageStartingWith("kubernetes.server must be a URL as https://host:port")
                .withMessageNotContaining("secret");
    }

    @Test
    void withoutAnyClusterTheErrorSaysWhatToSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Connection.of(KubernetesSettings.DEFAULT, environment(Map.of())))
                .withMessageContaining("Set kubernetes.kubeconfig or kubernetes.server");
    }

    @Test
    void aMissingFileIsNamedWithItsSetting() {
        var missing = folder.resolve("missing");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Connection.of(
                                new KubernetesSettings(false, URL, null, null, missing, null, null),
                                environment(Map.of())))
                .withMessage(
                        "kubernetes.ca: the file %s cannot be read (NoSuchFileException)", missing);
    }

    @Test
    void aFileThatIsNoCertificateIsNamedWithItsSetting() throws IOException {
        var file = Files.writeString(folder.resolve("ca.crt"), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Connection.of(
                                new KubernetesSettings(false, URL, null, null, file, null, null),
                                environment(Map.of())))
                .withMessageStartingWith("kubernetes.ca cannot be used");
    }

    @Test
    void inAPodItsServiceAccountIsTheDefault() throws IOException {
        var account = Files.createDirectory(folder.resolve("serviceaccount"));
        Files.writeString(account.resolve("token"), "t");
        try (var crt = KubernetesSettingsTest.class.getResourceAsStream("ec.crt")) {
            Files.copy(crt, account.resolve("ca.crt"));
        }
        var environment =
                environment(
                        Map.of(
                                "KUBERNETES_SERVICE_HOST", "fd00::1",
                                "KUBERNETES_SERVICE_PORT", "443"));

        assertThat(Connection.of(KubernetesSettings.DEFAULT, environment).base())
                .hasToString("https://[fd00::1]/");
    }

    @Test
    void outsideOfAPodInclusterSaysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Connection.of(
                                new KubernetesSettings(true, null, null, null, null, null, null),
                                environment(Map.of())))
                .withMessageContaining("kubernetes.incluster is set, but")
                .withMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    @Test
    void severalKubeconfigsAreNotMergedSilently() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Connection.of(
                                KubernetesSettings.DEFAULT,
                                environment(Map.of("KUBECONFIG", "/a:/b"))))
                .withMessageContaining("choose one with kubernetes.kubeconfig");
    }

    private Environment environment(Map<String, String> variables) {
        return new Environment(variables, folder, folder.resolve("serviceaccount"));
    }
}
