package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.management.Logs;
import de.containerconf.postgresql.app.settings.Converters;
import de.containerconf.postgresql.app.settings.Defaults;
import de.containerconf.postgresql.app.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Where the program begins.
public final class Main {

    private static final int WRONG_SETTINGS = 2;

    private Main() {}

    /// Exits with 0 after an orderly end, 1 after a failure, 2 because of a setting; but with
    /// `plan`, for which 2 means that there is something to do, with 1 then.
    public static void main(String[] arguments) {
        Logs.quiet();
        System.exit(
                run(
                        arguments,
                        System.getenv(),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintWriter errors) {
        var command = commandLine(environment).setErr(errors);
        try {
            requireOnce(command, arguments);
            var defaults = Defaults.of(environment, configFile(arguments, environment));
            defaults.check(command.getCommandSpec());
            command.setDefaultValueProvider(defaults);
            return command.execute(arguments);
        } catch (SettingsException wrong) {
            var named = command.getSubcommands().get(arguments.length == 0 ? "" : arguments[0]);
            return refuse(named == null ? command : named, wrong.getMessage());
        }
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new RootCommand(environment))
                .addSubcommand(new CheckCommand(environment))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new CrdCommand())
                .addSubcommand(new PlanCommand(environment))
                .addSubcommand(new PluginsCommand())
                .addSubcommand(new RunCommand(environment))
                .addSubcommand(new VersionCommand())
                // For --crd check: check is a command too.
                .setAllowSubcommandsAsOptionParameters(true)
                .registerConverter(Duration.class, new Converters.Durations())
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::refuse);
    }

    /// The file must be known before the settings are read.
    private static @Nullable Path configFile(String[] arguments, Map<String, String> environment) {
        var early = new Early();
        try {
            new CommandLine(early).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
        } catch (ParameterException wrong) {
            throw new SettingsException(String.valueOf(wrong.getMessage()));
        }
        var variable = environment.get(Defaults.variable("--config"));
        return early.config == null && variable != null ? Path.of(variable) : early.config;
    }

    private static int refuse(ParameterException wrong, String[] arguments) {
        return wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? refuse(
                        wrong.getCommandLine(),
                        "'%s' is no command, nor the value of a setting"
                                .formatted(unmatched.getUnmatched().getFirst()))
                : refuse(wrong.getCommandLine(), wrong.getMessage());
    }

    /// A second value would quietly put the other settings of its group back to their defaults:
    /// picocli takes it for a second group.
    private static void requireOnce(CommandLine command, String[] arguments) {
        var seen = new HashSet<String>();
        for (var argument : arguments) {
            var name = argument.split("=", 2)[0];
            var option = command.getCommandSpec().optionsMap().get(name);
            if (option != null && !option.isMultiValue() && !seen.add(option.longestName())) {
                throw new SettingsException("%s is given more than once".formatted(name));
            }
        }
    }

    private static int refuse(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof SettingsException wrong) {
            return refuse(command, wrong.getMessage());
        }
        throw failure;
    }

    private static int refuse(CommandLine command, @Nullable String message) {
        var error = command.getErr();
        error.println("postgresql-operator: " + message);
        error.println("See postgresql-operator --help.");
        error.flush();
        return command.getCommandName().equals(PlanCommand.NAME)
                ? PlanCommand.FAILED
                : WRONG_SETTINGS;
    }

    @Command
    private static final class Early {
        @Option(names = "--config")
        @Nullable Path config;
    }
}
