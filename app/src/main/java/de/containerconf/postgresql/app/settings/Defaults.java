package de.containerconf.postgresql.app.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Values for settings that no flag gives: the environment first, then the file of `--config`.
public final class Defaults implements IDefaultValueProvider {

    /// Begins the names of environment variables.
    public static final String PREFIX = "OPERATOR_";

    /// The password, where it is not in a file.
    public static final String PASSWORD = PREFIX + "POSTGRESQL_PASSWORD";

    private static final Set<String> OTHERS =
            Set.of(PASSWORD, PREFIX + "JAVA_OPTS", PREFIX + "CONFIG");

    /// What Kubernetes puts into the environment of pods for a Service named `operator`.
    private static final Pattern SERVICE_LINK = Pattern.compile("OPERATOR_(SERVICE_.*|PORT(_.*)?)");

    private final Map<String, String> environment;
    private final Properties file;

    private Defaults(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /// Reads the file, if there is one.
    ///
    /// @throws SettingsException if it cannot be read
    public static Defaults of(Map<String, String> environment, @Nullable Path file) {
        var properties = new Properties();
        if (file != null) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | UncheckedIOException | IllegalArgumentException unreadable) {
                throw new SettingsException(
                        "--config: cannot read '%s': %s".formatted(file, unreadable));
            }
        }
        return new Defaults(environment, properties);
    }

    /// The environment variable of a setting.
    public static String variable(String flag) {
        return PREFIX
                + flag.substring(2).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// Refuses names that no setting has: most likely they are misspelled.
    ///
    /// @throws SettingsException that names the first of them
    public void check(CommandSpec command) {
        var flags =
                command.options().stream()
                        .map(OptionSpec::longestName)
                        .filter(flag -> !flag.equals("--help"))
                        .collect(Collectors.toCollection(TreeSet::new));
        var variables = flags.stream().map(Defaults::variable).collect(Collectors.toSet());
        for (var name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX)
                    && !variables.contains(name)
                    && !OTHERS.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                throw new SettingsException(
                        "unknown setting: environment variable %s. There are: %s"
                                .formatted(name, String.join(", ", new TreeSet<>(variables))));
            }
        }
        for (var name : new TreeSet<>(file.stringPropertyNames())) {
            if (!flags.contains("--" + name) || name.equals("config")) {
                throw new SettingsException(
                        "unknown setting: '%s' in the file of --config. There are: %s"
                                .formatted(
                                        name,
                                        flags.stream()
                                                .map(flag -> flag.substring(2))
                                                .collect(Collectors.joining(", "))));
            }
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        var flag = option.longestName();
        var value = environment.get(variable(flag));
        return value != null ? value : file.getProperty(flag.substring(2));
    }
}
