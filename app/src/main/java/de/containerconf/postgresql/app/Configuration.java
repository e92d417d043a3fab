package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.database.BackendSettings;
import de.containerconf.postgresql.api.database.DatabaseOpsProvider;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.api.resource.ResourceContext;
import de.containerconf.postgresql.api.resource.ResourceProvider;
import de.containerconf.postgresql.api.transport.Transport;
import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.api.transport.TransportSettings;
import de.containerconf.postgresql.app.plugins.Kind;
import de.containerconf.postgresql.app.plugins.PluginResource;
import de.containerconf.postgresql.app.plugins.Plugins;
import de.containerconf.postgresql.app.plugins.Provided;
import de.containerconf.postgresql.app.settings.Defaults;
import de.containerconf.postgresql.app.settings.KubernetesOptions;
import de.containerconf.postgresql.app.settings.LeaderElectionOptions;
import de.containerconf.postgresql.app.settings.OperatorOptions;
import de.containerconf.postgresql.app.settings.PasswordFile;
import de.containerconf.postgresql.app.settings.PluginOptions;
import de.containerconf.postgresql.app.settings.PostgresqlOptions;
import de.containerconf.postgresql.app.settings.SettingsException;
import de.containerconf.postgresql.controller.ControllerSettings;
import de.containerconf.postgresql.controller.credentials.CredentialsSettings;
import de.containerconf.postgresql.controller.credentials.Endpoint;
import de.containerconf.postgresql.kubernetes.Crd;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import de.containerconf.postgresql.kubernetes.KubernetesSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The settings, checked against what is there: after the constructor, nothing can be wrong with
/// them but the world.
final class Configuration {

    /// How many operations on the server run at once.
    private static final int CONNECTIONS = 4;

    private final PostgresqlOptions postgresql;
    private final KubernetesSettings kubernetes;
    private final OperatorOptions operator;
    private final LeaderElectionOptions leaderElection;
    private final PluginOptions options;
    private final BackendSettings.PasswordSource password;
    private final Provided<DatabaseOpsProvider> backend;
    private final Provided<TransportProvider> transport;
    private final List<Provided<ResourceProvider>> resources;

    /// Tells this process from every other one, on both servers.
    private final String instance =
            HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());

    /// @throws SettingsException if a setting is wrong
    Configuration(
            PostgresqlOptions postgresql,
            KubernetesOptions kubernetes,
            OperatorOptions operator,
            LeaderElectionOptions leaderElection,
            Map<String, String> environment) {
        this.postgresql = postgresql;
        this.operator = operator;
        this.leaderElection = leaderElection.checked();
        this.kubernetes =
                checked(() ->
                        new KubernetesSettings(
                                kubernetes.inCluster,
                                kubernetes.server,
                                kubernetes.crt,
                                kubernetes.key,
                                kubernetes.ca,
                                kubernetes.kubeconfig,
                                kubernetes.context));
        password = password(postgresql, environment);
        requireDatabaseOnce(operator.resources);
        var plugins = new Plugins(operator.plugins);
        plugins.log();
        resources =
                operator.resources.stream()
                        .filter(id -> !Plugins.BUILT_IN.contains(id))
                        .map(id -> plugins.get(Kind.RESOURCE, id))
                        .toList();
        backend = plugins.get(Kind.BACKEND, operator.backend);
        transport = plugins.get(Kind.TRANSPORT, operator.transport);
        options = new PluginOptions(operator.options);
        var inUse = new ArrayList<>(List.of(operator.backend, operator.transport));
        inUse.addAll(operator.resources);
        options.requireOnly(inUse);
    }

    /// Where the PostgreSQL server is.
    String target() {
        return postgresql.host + ":" + postgresql.port;
    }

    BackendSettings.SslMode sslMode() {
        return postgresql.sslMode;
    }

    /// What is allowed, but most likely not meant.
    Optional<String> warning() {
        return switch (postgresql.sslMode) {
            case PREFER, ALLOW ->
                    Optional.of(
                            "--postgresql.sslmode is %s: the connection to PostgreSQL may not be encrypted, and nobody checks who the server is. Set verify-full, or disable if that is meant."
                                    .formatted(postgresql.sslMode.word()));
            case DISABLE, REQUIRE, VERIFY_CA, VERIFY_FULL -> Optional.empty();
        };
    }

    int managementPort() {
        return operator.managementPort;
    }

    Crd.Mode crd() {
        return operator.crd;
    }

    Optional<String> clusterId() {
        return Optional.ofNullable(operator.clusterId);
    }

    /// The scopes: a namespace each, or one empty for all.
    List<Optional<String>> namespaces() {
        return operator.namespaces == null
                ? List.of(Optional.empty())
                : operator.namespaces.stream().distinct().map(Optional::of).toList();
    }

    ControllerSettings controller(String clusterId) {
        return new ControllerSettings(
                clusterId,
                operator.acceptServer,
                operator.allowTakeOver,
                operator.publicConnect == OperatorOptions.PublicConnect.revoke,
                operator.resync,
                operator.resources,
                credentials(),
                !backend.builtIn(),
                CONNECTIONS,
                ControllerSettings.DEFAULT_WORKERS);
    }

    private CredentialsSettings credentials() {
        var host = postgresql.publicHost == null ? postgresql.host : postgresql.publicHost;
        var port = postgresql.publicPort == null ? postgresql.port : postgresql.publicPort;
        return new CredentialsSettings(
                new Endpoint(host, port, postgresql.sslMode.word(), this::authorities),
                operator.rotationGrace);
    }

    /// Read each time, because certificates are renewed. What cannot be read fails elsewhere.
    private Optional<String> authorities() {
        if (postgresql.sslRootCert == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(postgresql.sslRootCert));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    Kubernetes connect(MeterRegistry meters) {
        return checked(() -> Kubernetes.connect(kubernetes, meters));
    }

    OpenBackend open(String clusterId, Fence fence, MeterRegistry meters) {
        var settings =
                new BackendSettings(
                        postgresql.host,
                        postgresql.port,
                        postgresql.user,
                        password,
                        postgresql.database,
                        postgresql.sslMode,
                        postgresql.sslRootCert,
                        clusterId,
                        instance,
                        CONNECTIONS,
                        options.of(operator.backend));
        return new OpenBackend(
                backend, backend.open(provider -> provider.open(settings, fence, meters)));
    }

    Leadership leadership(Kubernetes connected, MeterRegistry meters) {
        return Leadership.of(leaderElection, instance, connected, meters);
    }

    /// What our account may not do, and needs to.
    List<String> missingForLeadership(Kubernetes connected) {
        return leaderElection.enabled
                ? connected.access().missingForLease(leaderElection.namespace, leaderElection.lease)
                : List.of();
    }

    Transport transport(MeterRegistry meters) {
        var settings = new TransportSettings(operator.pollInterval, options.of(operator.transport));
        return transport.open(provider -> provider.open(settings, meters));
    }

    Map<String, Resource> resources(String clusterId, MeterRegistry meters) {
        var opened = new LinkedHashMap<String, Resource>();
        for (var each : resources) {
            var context = new ResourceContext(clusterId, meters, options.of(each.id()));
            opened.put(each.id(), PluginResource.open(each, context));
        }
        return opened;
    }

    private static void requireDatabaseOnce(List<String> ids) {
        if (!ids.contains(Plugins.DATABASE) || ids.stream().distinct().count() < ids.size()) {
            throw new SettingsException(
                    "--resources: '%s' must name 'database', and each only once"
                            .formatted(String.join(",", ids)));
        }
    }

    private static BackendSettings.PasswordSource password(
            PostgresqlOptions postgresql, Map<String, String> environment) {
        var variable = environment.get(Defaults.PASSWORD);
        if (postgresql.passwordFile != null && variable != null) {
            throw new SettingsException(
                    "--postgresql.password-file and %s exclude each other: set one of them"
                            .formatted(Defaults.PASSWORD));
        }
        if (postgresql.passwordFile != null) {
            return new PasswordFile(postgresql.passwordFile);
        }
        return () -> variable == null ? "" : variable;
    }

    /// What the modules refuse is a wrong setting here.
    private static <T> T checked(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(String.valueOf(wrong.getMessage()));
        }
    }
}
