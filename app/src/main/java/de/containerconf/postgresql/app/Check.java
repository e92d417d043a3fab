package de.containerconf.postgresql.app;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.Fence;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.transport.SourceException;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.kubernetes.Crd;
import de.containerconf.postgresql.kubernetes.Kubernetes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks both servers what the operator needs of them. Reads only.
final class Check {

    private static final String CLUSTER = "kubernetes";
    private static final String SERVER = "postgresql";
    private static final String RIGHTS = "rights";

    private final Configuration configuration;
    private final Findings findings;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Check(Configuration configuration, Findings findings) {
        this.configuration = configuration;
        this.findings = findings;
    }

    void run() throws InterruptedException {
        Optional<String> clusterId;
        Optional<List<PostgreSQLConfig>> objects = Optional.empty();
        try (var kubernetes = configuration.connect(meters)) {
            clusterId = clusterId(kubernetes);
            if (clusterId.isPresent()) {
                access(kubernetes);
                objects = definition(kubernetes) ? objects(kubernetes) : Optional.empty();
            }
        }
        // Nothing is written, so that any will do.
        try (var backend = configuration.open(clusterId.orElse("unknown"), Fence.OPEN, meters)) {
            var ops = backend.ops();
            server(ops.server());
            if (clusterId.isPresent() && objects.isPresent()) {
                leftovers(ops, clusterId.get(), objects.get());
            }
        } catch (DatabaseFailure failure) {
            findings.fail(SERVER, words(failure));
        }
    }

    // ---- Kubernetes ----

    private Optional<String> clusterId(Kubernetes kubernetes) {
        try {
            var id = configuration.clusterId().orElseGet(kubernetes::clusterId);
            findings.ok(CLUSTER, "%s, cluster %s".formatted(kubernetes, id));
            return Optional.of(id);
        } catch (ClusterFailure failure) {
            findings.fail(CLUSTER, "%s: %s".formatted(kubernetes, words(failure)));
            return Optional.empty();
        }
    }

    private void access(Kubernetes kubernetes) {
        try {
            var missing =
                    new ArrayList<>(
                            kubernetes
                                    .access()
                                    .missing(
                                            configuration.namespaces(),
                                            configuration.clusterId().isEmpty(),
                                            configuration.crd()));
            missing.addAll(configuration.missingForLeadership(kubernetes));
            if (missing.isEmpty()) {
                findings.ok(RIGHTS, "the operator's account in the cluster may do all it needs");
            }
            missing.forEach(each ->
                    findings.fail(
                            RIGHTS,
                            "the operator's account in the cluster may not %s: add it to its role"
                                    .formatted(each)));
            kubernetes
                    .access()
                    .missingForSecrets(configuration.namespaces())
                    .forEach(each ->
                            findings.note(
                                    RIGHTS,
                                    "the operator's account in the cluster may not %s: objects with a connectionSecret need that"
                                            .formatted(each)));
        } catch (ClusterFailure failure) {
            findings.note(
                    RIGHTS,
                    "the cluster does not tell what the operator's account may do: "
                            + words(failure));
        }
    }

    /// @return whether there are objects to be read
    private boolean definition(Kubernetes kubernetes) {
        try {
            kubernetes.crd().ensure(Crd.Mode.CHECK);
            findings.ok("crd", "the CustomResourceDefinition is there and new enough");
            return true;
        } catch (ClusterFailure failure) {
            if (configuration.crd() == Crd.Mode.APPLY
                    && (failure instanceof ClusterFailure.Gone
                            || failure instanceof ClusterFailure.Refused)) {
                findings.note("crd", words(failure) + ". The operator does so when it starts");
            } else {
                findings.fail("crd", words(failure));
            }
            return !(failure instanceof ClusterFailure.Gone);
        }
    }

    private Optional<List<PostgreSQLConfig>> objects(Kubernetes kubernetes)
            throws InterruptedException {
        var objects = new ArrayList<PostgreSQLConfig>();
        for (var namespace : configuration.namespaces()) {
            try {
                objects.addAll(kubernetes.source(namespace.orElse(null)).list().objects());
            } catch (SourceException failure) {
                findings.fail("objects", words(failure));
                return Optional.empty();
            }
        }
        var stalled =
                objects.stream()
                        .filter(each -> each.status().condition("Stalled").isPresent())
                        .count();
        findings.ok(
                "objects", "%d, of which %d wait for a person".formatted(objects.size(), stalled));
        return Optional.of(objects);
    }

    // ---- PostgreSQL ----

    private void server(ServerInfo info) {
        findings.ok(
                SERVER,
                "%s, database '%s', login '%s'"
                        .formatted(
                                configuration.target(), info.maintenanceDatabase(), info.login()));
        encryption(info);
        var version =
                "PostgreSQL %s, system identifier %s"
                        .formatted(info.versionWords(), info.systemIdentifier());
        if (info.major() < ServerInfo.OLDEST) {
            findings.fail("version", "%s: %d is the oldest".formatted(version, ServerInfo.OLDEST));
        } else {
            findings.ok("version", version);
        }
        if (info.superuser()) {
            findings.ok(RIGHTS, "the login is a superuser");
        } else if (info.createsDatabases() && info.createsRoles()) {
            findings.ok(
                    RIGHTS,
                    "the login has CREATEDB and CREATEROLE, and acts for "
                            + (info.major() < 16
                                    ? "every role that is no superuser"
                                    : "roles that it created or is granted WITH ADMIN TRUE"));
        }
        for (var right : info.missingRights()) {
            var text = right.message() + " " + right.remedy();
            if (right.needed()) {
                findings.fail(RIGHTS, text);
            } else {
                findings.note(RIGHTS, text);
            }
        }
    }

    private void encryption(ServerInfo info) {
        var encrypted =
                info.encryption() == null
                        ? "the connection is not encrypted"
                        : "the connection is encrypted with " + info.encryption();
        var mode = " (--postgresql.sslmode %s)".formatted(configuration.sslMode().word());
        switch (configuration.sslMode()) {
            case VERIFY_FULL -> findings.ok("tls", encrypted + mode);
            case VERIFY_CA ->
                    findings.note("tls", encrypted + ", to any server of that authority" + mode);
            case DISABLE -> findings.note("tls", encrypted + mode);
            case ALLOW, PREFER, REQUIRE ->
                    findings.note(
                            "tls",
                            encrypted
                                    + ", and nobody checks who the server is"
                                    + mode
                                    + "; verify-full does");
        }
    }

    private void leftovers(DatabaseOps ops, String clusterId, List<PostgreSQLConfig> objects) {
        var found = new Leftovers(clusterId, configuration.namespaces(), objects).of(ops.catalog());
        if (found.isEmpty()) {
            findings.ok("leftovers", "every claim on the server belongs to an object");
        }
        found.forEach(each -> findings.note("leftovers", each));
    }

    private static String words(Exception failure) {
        var message = String.valueOf(failure.getMessage());
        return failure instanceof DatabaseFailure.Denied denied
                ? message + " " + denied.remedy()
                : message;
    }
}
