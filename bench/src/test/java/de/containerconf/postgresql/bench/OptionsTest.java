package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.containerconf.postgresql.testkit.KubernetesApi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final Map<String, String> ASSETS = Map.of("KUBEBUILDER_ASSETS", "some/folder");

    @Test
    void withoutArgumentsEverythingIsMeasuredThatNeedsNoOtherServer() {
        var options = parse("");

        assertThat(options.complete()).isTrue();
        assertThat(options.scale()).isFalse();
        assertThat(options.settings())
                .containsExactly(Setting.USUAL, new Setting(KubernetesApi.Kind.IN_PROCESS, true));
        assertThat(options.objects(Setting.USUAL)).containsExactly(1, 100, 1_000);
    }

    @Test
    void chosenNumbersAreAllThatIsMeasured() {
        var options = parse("--objects 5,70");

        assertThat(options.complete()).isFalse();
        assertThat(options.settings()).containsExactly(Setting.USUAL);
        assertThat(options.objects(Setting.USUAL)).containsExactly(5, 70);
    }

    @Test
    void aRealApiServerComesOnTop() {
        assertThat(parse("--real").settings())
                .contains(Setting.USUAL, new Setting(KubernetesApi.Kind.REAL, false));
    }

    @Test
    void withFsyncThatIsAllThatIsMeasured() {
        assertThat(parse("--objects 5 --fsync --real").settings())
                .containsExactlyInAnyOrder(
                        new Setting(KubernetesApi.Kind.IN_PROCESS, true),
                        new Setting(KubernetesApi.Kind.REAL, true));
    }

    @Test
    void aRealApiServerHasToBeSomewhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--real"), Map.of()))
                .withMessageContaining("KUBEBUILDER_ASSETS");
    }

    @Test
    void theScaleIsShownByThreeSizes() {
        assertThat(parse("--scale").scale()).isTrue();
        assertThat(parse("--scale").sizes()).containsExactly(100, 1_000, 10_000);
    }

    @Test
    void chosenSizesGrow() {
        assertThat(parse("--scale --objects 300,20").sizes()).containsExactly(20, 300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--objects",
                "--objects 0",
                "--objects 1,,2",
                "--objects 100000",
                "--fsync",
                "--scale --real",
                "--scale --fsync --objects 5",
                "--scales",
                "100"
            })
    void whatMakesNoSenseIsAnsweredWithTheUsage(String arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(arguments))
                .withMessageStartingWith("usage: ./dev bench ");
    }

    private static Options parse(String arguments) {
        return Options.parse(
                arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")), ASSETS);
    }
}
