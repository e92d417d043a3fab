package de.containerconf.postgresql.app;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the program does where no command is named: it runs the operator.
@Command(
        name = "postgresql-operator",
        description = {
            "Turns PostgreSQLConfig objects into databases on an existing PostgreSQL server.",
            "",
            "Without a command it runs the operator. Every setting can be given as a flag, as an environment variable (--postgresql.host: OPERATOR_POSTGRESQL_HOST) or in the file of --config (postgresql.host=...). A flag goes before the environment, and that before the file.",
            ""
        },
        abbreviateSynopsis = true,
        separator = "=",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class RootCommand extends RunCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    RootCommand(Map<String, String> environment) {
        super(environment);
    }
}
