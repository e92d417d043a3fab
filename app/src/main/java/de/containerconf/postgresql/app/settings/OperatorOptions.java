package de.containerconf.postgresql.app.settings;

import de.containerconf.postgresql.kubernetes.Crd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the operator works.
public final class OperatorOptions {

    @Option(
            names = "--transport",
            paramLabel = "ID",
            defaultValue = "watch",
            description = {
                "How objects come from the cluster (default: ${DEFAULT-VALUE}):",
                "watch (list, then watch) or poll (list every interval)."
            })
    public String transport = "";

    @Option(
            names = "--poll-interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Time between two lists, for poll (default: ${DEFAULT-VALUE}).")
    public Duration pollInterval = Duration.ZERO;

    @Option(
            names = "--backend",
            paramLabel = "ID",
            defaultValue = "jdbi",
            description = "How PostgreSQL is reached (default: ${DEFAULT-VALUE}).")
    public String backend = "";

    @Option(
            names = "--resources",
            paramLabel = "ID",
            split = ",",
            defaultValue = "database,credentials",
            description = "What is made for an object, in this order (default: ${DEFAULT-VALUE}).")
    public List<String> resources = List.of();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Folder of plug-ins, a jar or a folder of jars each, with further backends, transports and resources. The command plugins lists them.")
    public @Nullable Path plugins;

    @Option(
            names = "--option",
            paramLabel = "ID.KEY=VALUE",
            description = "A setting of a backend, transport or resource; may be repeated.")
    public Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--namespaces",
            paramLabel = "NAME",
            split = ",",
            description = "Namespaces to look after (default: all).")
    public @Nullable List<String> namespaces;

    @Option(
            names = "--resync",
            paramLabel = "TIME",
            defaultValue = "30s",
            description =
                    "Mean time between two comparisons of all objects with the server (default: ${DEFAULT-VALUE}).")
    public Duration resync = Duration.ZERO;

    @Option(
            names = "--crd",
            paramLabel = "MODE",
            defaultValue = "apply",
            converter = Converters.CrdModes.class,
            description = {
                "What to do about the CustomResourceDefinition at the start (default: ${DEFAULT-VALUE}):",
                "apply it, check that it is there, or skip this."
            })
    public Crd.Mode crd = Crd.Mode.APPLY;

    @Option(
            names = "--cluster-id",
            paramLabel = "ID",
            description = {
                "Identifies this cluster in claims (default: uid of the namespace kube-system).",
                "Needed after the cluster was restored: the former id."
            })
    public @Nullable String clusterId;

    @Option(
            names = "--accept-server",
            paramLabel = "ID",
            description =
                    "System identifier of a server that replaces a lost one: databases that were on another server are created there anew and empty.")
    public @Nullable String acceptServer;

    @Option(
            names = "--allow-take-over",
            description =
                    "Let objects take over databases of objects that are gone, with the annotation containerconf.de/take-over-from. For the time after a restore.")
    public boolean allowTakeOver;

    @Option(
            names = "--public-connect",
            paramLabel = "MODE",
            defaultValue = "keep",
            description = {
                "Whether PUBLIC may connect to databases that are created, and make temporary tables there (default: ${DEFAULT-VALUE}):",
                "keep that as PostgreSQL has it, or revoke it."
            })
    public PublicConnect publicConnect = PublicConnect.keep;

    @Option(
            names = "--rotation-grace",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "How long a login that was replaced in its Secret is kept at most, while somebody uses it (default: ${DEFAULT-VALUE}).")
    public Duration rotationGrace = Duration.ZERO;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description =
                    "Port of /livez, /readyz and /metrics; 0: any free one (default: ${DEFAULT-VALUE}).")
    public int managementPort;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    public LogFormat logFormat = LogFormat.text;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "error, warn, info, debug or trace (default: ${DEFAULT-VALUE}).")
    public LogLevel logLevel = LogLevel.info;

    /// What becomes of the rights of PUBLIC. Spelled as in the setting.
    public enum PublicConnect {
        keep,
        revoke
    }

    /// How log lines look. Spelled as in the setting.
    public enum LogFormat {
        text,
        json
    }

    /// What is logged. Spelled as in the setting.
    public enum LogLevel {
        error,
        warn,
        info,
        debug,
        trace
    }
}
