package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.management.Logs;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogFormat;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogLevel;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;

/// Looks whether the operator could work.
@Command(
        name = "check",
        description = {
            "Check the settings, both servers and the rights on them, and print a line for each.",
            "Exits with 1 if something is missing. Nothing is changed."
        },
        separator = "=",
        abbreviateSynopsis = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class CheckCommand extends SettingsCommand {

    CheckCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.configure(LogFormat.text, LogLevel.error);
        var findings = new Findings(Objects.requireNonNull(spec).commandLine().getOut());
        new Check(configuration(), findings).run();
        return findings.failed() ? 1 : 0;
    }
}
