package de.containerconf.postgresql.app;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.app.settings.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/// Keeps the table of settings in the documentation true to the code.
class SettingsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "settings.md");
    private static final String BEGIN = "<!-- settings: begin -->\n";
    private static final String END = "<!-- settings: end -->";

    @Test
    void thePageListsEverySettingWithItsDefaultAndMeaning() throws IOException {
        var page = Files.readString(PAGE);
        var table = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

        assertThat(table).isEqualTo(expected());
    }

    private static String expected() {
        var command = Main.commandLine(Map.of()).getCommandSpec();
        var rows =
                command.options().stream()
                        .filter(option -> !option.usageHelp())
                        .sorted((some, other) -> some.longestName().compareTo(other.longestName()))
                        .map(SettingsReferenceTest::row)
                        .collect(Collectors.joining());
        return "| flag | environment | default | meaning |\n|---|---|---|---|\n" + rows;
    }

    private static String row(OptionSpec option) {
        var unset = option.defaultValue() == null;
        var meaning =
                Arrays.stream(option.description())
                        .map(line -> line.replace(" (default: " + option.defaultValue() + ")", ""))
                        .collect(Collectors.joining(" "));
        return "| `%s` %s| `%s` | %s | %s |\n"
                .formatted(
                        option.longestName(),
                        option.arity().max() == 0 ? "" : "`" + option.paramLabel() + "` ",
                        Defaults.variable(option.longestName()),
                        unset ? "" : "`" + option.defaultValue() + "`",
                        meaning);
    }
}
