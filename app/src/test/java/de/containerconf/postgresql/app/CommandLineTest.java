package de.containerconf.postgresql.app;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.app.settings.Defaults;
import de.containerconf.postgresql.kubernetes.Crd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir Path folder;

    @Test
    void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        var file = Files.writeString(folder.resolve("settings"), "poll-interval=1m\nresync=2m\n");
        var environment = Map.of("OPERATOR_POLL_INTERVAL", "3m", "OPERATOR_TRANSPORT", "poll");

        var run = parse(environment, file, "--transport=watch");

        assertThat(run.operator.transport).isEqualTo("watch");
        assertThat(run.operator.pollInterval).isEqualTo(Duration.ofMinutes(3));
        assertThat(run.operator.resync).isEqualTo(Duration.ofMinutes(2));
        assertThat(run.operator.backend).isEqualTo("jdbi");
    }

    @Test
    void aFlagCanHaveItsValueAfterASpace() {
        assertThat(parse(Map.of(), null, "--postgresql.host", "db").postgresql.host)
                .isEqualTo("db");
    }

    @Test
    void aValueMayBeTheNameOfACommandToo() throws IOException {
        assertThat(parse(Map.of(), null, "--crd", "check").operator.crd).isEqualTo(Crd.Mode.CHECK);
        assertThat(parse(Map.of("OPERATOR_CRD", "check"), null).operator.crd)
                .isEqualTo(Crd.Mode.CHECK);
    }

    @Test
    void anUnknownFlagStopsTheStart() {
        assertThat(refusal(Map.of(), "--postgresql.hots=x")).contains("--postgresql.hots");
    }

    @Test
    void aWordThatIsNoCommandStopsTheStart() {
        assertThat(refusal(Map.of(), "walk")).contains("'walk' is no command");
    }

    @Test
    void runIsWhatTheProgramDoesWithoutACommand() {
        assertThat(refusal(Map.of(), "run", "--backend=oracle"))
                .isEqualTo(refusal(Map.of(), "--backend=oracle"));
        assertThat(refusal(Map.of("OPERATOR_BACKEND", "oracle"), "run")).contains("oracle");
        assertThat(refusal(Map.of(), "--postgresql.host=db", "run"))
                .contains("--postgresql.host must stand behind the word 'run'");
    }

    @Test
    void aSettingThatIsGivenTwiceStopsTheStart() {
        assertThat(
                        refusal(
                                Map.of(),
                                "--postgresql.host=a",
                                "--resync=1s",
                                "--postgresql.host",
                                "b"))
                .contains("--postgresql.host")
                .contains("should be specified only once");
    }

    @Test
    void aSettingBeforeTheCommandIsNotIgnored() {
        assertThat(refusal(Map.of(), "--postgresql.host=db", "check"))
                .contains("--postgresql.host must stand behind the word 'check'");
    }

    @Test
    void aListCanBeGivenInPieces() {
        var run = parse(Map.of(), null, "--namespaces=a", "--resync=1s", "--namespaces=b,c");

        assertThat(run.operator.namespaces).containsExactly("a", "b", "c");
        assertThat(run.operator.resync).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anUnknownEnvironmentVariableStopsTheStart() {
        assertThat(refusal(Map.of("OPERATOR_RESINC", "1s")))
                .contains("OPERATOR_RESINC")
                .contains("OPERATOR_RESYNC");
    }

    @Test
    void whatKubernetesSetsForAServiceNamedOperatorIsNoSetting() throws IOException {
        var environment =
                Map.of(
                        "OPERATOR_SERVICE_HOST", "10.0.0.1",
                        "OPERATOR_PORT", "tcp://10.0.0.1:80",
                        "OPERATOR_PORT_80_TCP_ADDR", "10.0.0.1");

        assertThat(parse(environment, null).operator.transport).isEqualTo("watch");
    }

    @Test
    void anUnknownNameInTheFileStopsTheStart() throws IOException {
        var file = Files.writeString(folder.resolve("settings"), "postgresql.hots=x\n");

        assertThat(refusal(Map.of(), "--config=" + file))
                .contains("postgresql.hots")
                .contains("postgresql.host,");
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        assertThat(refusal(Map.of(), "--config=" + folder.resolve("none")))
                .contains("--config")
                .contains("none");
    }

    @Test
    void aValueThatMakesNoSenseIsNamedWithWhatIsAllowed() {
        assertThat(refusal(Map.of(), "--resync=soon")).contains("--resync").contains("30s");
        assertThat(refusal(Map.of(), "--postgresql.sslmode=on"))
                .contains("--postgresql.sslmode")
                .contains("verify-full");
        assertThat(refusal(Map.of(), "--crd=maybe")).contains("--crd").contains("check");
        assertThat(refusal(Map.of("OPERATOR_LOG_FORMAT", "xml"))).contains("json");
    }

    @Test
    void aBackendThatIsNotThereIsNamedWithThoseThatAre() {
        assertThat(refusal(Map.of(), "--backend=oracle")).contains("--backend").contains("oracle");
    }

    @Test
    void resourcesWithoutTheDatabaseStopTheStart() {
        assertThat(refusal(Map.of(), "--resources=audit")).contains("--resources");
    }

    @Test
    void aPasswordCannotComeFromTwoPlaces() {
        assertThat(
                        refusal(
                                Map.of("OPERATOR_POSTGRESQL_PASSWORD", "geheim"),
                                "--postgresql.password-file=/tmp/p"))
                .contains("OPERATOR_POSTGRESQL_PASSWORD")
                .doesNotContain("geheim");
    }

    @Test
    void contradictoryWaysToTheClusterStopTheStart() {
        assertThat(
                        refusal(
                                Map.of(),
                                "--kubernetes.incluster",
                                "--kubernetes.server=https://localhost"))
                .contains("kubernetes.incluster")
                .contains("kubernetes.server");
    }

    @Test
    void aShellCanCompleteCommandsAndFlags() {
        var script = new StringWriter();
        var command = Main.commandLine(Map.of()).setOut(new PrintWriter(script));

        assertThat(command.execute("completion")).isZero();
        assertThat(script.toString()).contains("--postgresql.host").contains("plugins");
        assertThat(command.getUsageMessage()).doesNotContain("completion");
    }

    private RunCommand parse(
            Map<String, String> environment, @Nullable Path file, String... arguments) {
        var command = Main.commandLine(environment);
        RunCommand run = command.getCommand();
        var defaults = Defaults.of(environment, file);
        defaults.check(command.getCommandSpec());
        command.setDefaultValueProvider(defaults);
        command.parseArgs(arguments);
        return run;
    }

    private String refusal(Map<String, String> environment, String... arguments) {
        var errors = new StringWriter();
        var code = Main.run(arguments, environment, new PrintWriter(errors, true));
        assertThat(code).as(errors.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        return errors.toString();
    }
}
