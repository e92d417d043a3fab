package de.containerconf.postgresql.app.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How several processes agree on who works.
public final class LeaderElectionOptions {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private static final int MAX_IDENTITY = 128;

    @Option(
            names = "--leader-election",
            description = {
                "Work only while holding a lease, so that several replicas can run.",
                "One leads; the others stand by and take over."
            })
    public boolean enabled;

    @Option(
            names = "--leader-election.lease",
            paramLabel = "NAME",
            defaultValue = "postgresql-operator",
            description = "Name of the lease (default: ${DEFAULT-VALUE}).")
    public String lease = "";

    @Option(
            names = "--leader-election.namespace",
            paramLabel = "NAME",
            description = "Namespace of the lease (default: that of the pod, else 'default').")
    public @Nullable String namespace;

    @Option(
            names = "--leader-election.identity",
            paramLabel = "NAME",
            description =
                    "Names this process in the lease (default: the name of the pod); 8 random digits are added, so that no two are the same.")
    public @Nullable String identity;

    /// These settings, if they make sense.
    ///
    /// @throws SettingsException if a name cannot be that of a lease, or a setting is of no use
    public LeaderElectionOptions checked() {
        if (!enabled && (namespace != null || identity != null)) {
            throw new SettingsException(
                    "--leader-election.namespace and --leader-election.identity belong to --leader-election, which is not set");
        }
        requireName("--leader-election.lease", lease);
        if (namespace != null) {
            requireName("--leader-election.namespace", namespace);
        }
        if (identity != null && (identity.isBlank() || identity.length() > MAX_IDENTITY)) {
            throw new SettingsException(
                    "--leader-election.identity: must have 1 to %d characters"
                            .formatted(MAX_IDENTITY));
        }
        return this;
    }

    private static void requireName(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new SettingsException(
                    "%s: '%s' cannot be a name in Kubernetes: lower case letters, digits, '-' and '.'"
                            .formatted(setting, value));
        }
    }
}
