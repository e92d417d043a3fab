package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.management.Logs;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the operator: what the program does where no other command is named.
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
final class RunCommand extends SettingsCommand {

    /// Kubernetes kills 30 s after the signal.
    private static final long MAX_STOP_SECONDS = 15;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    RunCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.configure(operator.logFormat, operator.logLevel);
        var running = new Operator(configuration());
        var ended = new CountDownLatch(1);
        var hook = new Thread(() -> stop(running, ended), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            running.run();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    /// The process ends when this returns.
    private static void stop(Operator running, CountDownLatch ended) {
        running.stop();
        try {
            if (!ended.await(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("postgresql-operator: not everything could be ended in time");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
