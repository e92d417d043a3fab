package de.containerconf.postgresql.app;

import static java.util.Map.entry;

import de.containerconf.postgresql.app.management.Logs;
import de.containerconf.postgresql.app.settings.Converters;
import de.containerconf.postgresql.app.settings.Defaults;
import de.containerconf.postgresql.app.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
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
        var command = commandLine(environment, meant(arguments)).setErr(errors);
        try {
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
        return commandLine(environment, name -> true);
    }

    private static CommandLine commandLine(
            Map<String, String> environment, Predicate<String> meant) {
        var command = new CommandLine(new RootCommand(environment));
        commands(environment)
                .forEach((name, each) -> {
                    if (meant.test(name)) {
                        command.addSubcommand(each);
                    }
                });
        var help = new HashMap<>(command.getHelpSectionMap());
        help.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new SettingsHelp());
        return command
                // For --crd check: check is a command too.
                .setAllowSubcommandsAsOptionParameters(true)
                .setHelpSectionMap(help)
                .registerConverter(Duration.class, new Converters.Durations())
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::refuse);
    }

    /// In the order of the help.
    private static SortedMap<String, Object> commands(Map<String, String> environment) {
        return new TreeMap<>(
                Map.ofEntries(
                        entry("check", new CheckCommand(environment)),
                        entry("completion", new CompletionCommand()),
                        entry("crd", new CrdCommand()),
                        entry(PlanCommand.NAME, new PlanCommand(environment)),
                        entry("plugins", new PluginsCommand()),
                        entry("run", new RunCommand(environment)),
                        entry("version", new VersionCommand())));
    }

    /// Which commands picocli has to know, for these arguments: each that has all settings would
    /// add a hundredth of a second to the start. Those that show the others need them all.
    private static Predicate<String> meant(String[] arguments) {
        var words = Set.copyOf(List.of(arguments));
        return Stream.of("-h", "--help", "completion").anyMatch(words::contains)
                ? name -> true
                : words::contains;
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
