package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.app.management.Logs;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogFormat;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogLevel;
import de.containerconf.postgresql.controller.Forecast;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says what the operator would do. Exits with 0 if that is nothing, 2 if there is something, 1
/// after a failure.
@Command(
        name = PlanCommand.NAME,
        description = {
            "Print what the operator would change on the PostgreSQL server, for all objects or those of a file.",
            "Exits with 0 if that is nothing, 2 if there is something, 1 after a failure. Nothing is changed."
        },
        separator = "=",
        abbreviateSynopsis = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class PlanCommand extends SettingsCommand {

    static final String NAME = "plan";

    /// After a failure, a wrong setting included.
    static final int FAILED = 1;

    private static final int CHANGES = 2;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            order = -1,
            description =
                    "YAML or JSON with objects, - for the standard input: what would change if they were applied. Without it: all objects of the cluster.")
    @Nullable Path file;

    PlanCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.configure(LogFormat.text, LogLevel.error);
        var configuration = configuration();
        try {
            var forecasts = forecasts(configuration);
            print(forecasts);
            return forecasts.stream().allMatch(each -> each.changes().isEmpty()) ? 0 : CHANGES;
        } catch (ClusterFailure | DatabaseFailure | SourceException failure) {
            var error = Objects.requireNonNull(spec).commandLine().getErr();
            error.println("postgresql-operator: " + failure.getMessage());
            error.flush();
            return FAILED;
        }
    }

    private List<Forecast> forecasts(Configuration configuration)
            throws InterruptedException, SourceException {
        var meters = new SimpleMeterRegistry();
        try (var kubernetes = configuration.connect(meters)) {
            var clusterId = configuration.clusterId().orElseGet(kubernetes::clusterId);
            var objects = ObjectsToPlan.of(kubernetes, configuration.namespaces());
            if (file != null) {
                objects.apply(file);
            }
            try (var backend = configuration.open(clusterId, Fence.OPEN, meters)) {
                var settings = configuration.controller(clusterId);
                return Forecast.of(settings, backend.ops(), objects.all(), InstantSource.system())
                        .stream()
                        .filter(each -> objects.isWanted(each.object()))
                        .map(objects::withRefusal)
                        .toList();
            }
        }
    }

    private void print(List<Forecast> forecasts) {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        for (var forecast : forecasts) {
            forecast.changes().forEach(change -> out.printf("%s: %s%n", forecast.object(), change));
            forecast.remarks()
                    .forEach(remark -> out.printf("%s: (%s)%n", forecast.object(), remark));
        }
        var changes = forecasts.stream().mapToLong(each -> each.changes().size()).sum();
        out.printf("%s for %s%n", counted(changes, "change"), counted(forecasts.size(), "object"));
        out.flush();
    }

    private static String counted(long count, String what) {
        return "%s %s%s".formatted(count == 0 ? "no" : count, what, count == 1 ? "" : "s");
    }
}
