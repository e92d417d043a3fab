package de.containerconf.postgresql.app;

import de.containerconf.postgresql.app.settings.KubernetesOptions;
import de.containerconf.postgresql.app.settings.LeaderElectionOptions;
import de.containerconf.postgresql.app.settings.OperatorOptions;
import de.containerconf.postgresql.app.settings.PostgresqlOptions;
import de.containerconf.postgresql.app.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that has all settings. [SettingsHelp] shows them under headings: groups of arguments,
/// which picocli has for that, take a tenth of a second of the start.
abstract class SettingsCommand implements Callable<Integer> {

    @Mixin PostgresqlOptions postgresql = new PostgresqlOptions();

    @Mixin KubernetesOptions kubernetes = new KubernetesOptions();

    @Mixin OperatorOptions operator = new OperatorOptions();

    @Mixin LeaderElectionOptions leaderElection = new LeaderElectionOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    @Nullable Path config;

    @Spec @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    SettingsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The settings of this command.
    ///
    /// @throws SettingsException if one is wrong, or stands before the name of the command, where
    ///   it would be without effect
    Configuration configuration() {
        var own = spec;
        var parent = own == null ? null : own.parent();
        if (own != null && parent != null) {
            for (var option : parent.commandLine().getParseResult().matchedOptions()) {
                throw new SettingsException(
                        "%s must stand behind the word '%s'"
                                .formatted(option.longestName(), own.name()));
            }
        }
        return new Configuration(postgresql, kubernetes, operator, leaderElection, environment);
    }
}
