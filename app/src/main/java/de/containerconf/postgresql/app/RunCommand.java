package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.management.Logs;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/// Runs the operator.
@Command(
        name = "run",
        description = "Run the operator, as the program does without a command.",
        abbreviateSynopsis = true,
        separator = "=",
        sortOptions = false,
        usageHelpAutoWidth = true)
class RunCommand extends SettingsCommand {

    /// Kubernetes kills 30 s after the signal.
    private static final long MAX_STOP_SECONDS = 15;

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
