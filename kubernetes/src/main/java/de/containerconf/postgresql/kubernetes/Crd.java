package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The custom resource definition of `PostgreSQLConfig`.
public final class Crd {

    private static final System.Logger LOG = System.getLogger(Crd.class.getName());
    private static final Duration ESTABLISHED_LIMIT = Duration.ofSeconds(30);
    private static final Duration ESTABLISHED_PAUSE = Duration.ofMillis(100);
    private static final String BY_HAND =
            "install it with: postgresql-operator crd | kubectl apply --server-side -f -";

    private final ApiServer server;

    Crd(ApiServer server) {
        this.server = server;
    }

    /// What to do about the definition at the start.
    public enum Mode {
        /// Write it if it is missing or differs.
        APPLY("apply"),
        /// Only look, and refuse to go on if it is missing or too old.
        CHECK("check"),
        /// Do not even look.
        SKIP("skip");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /// As settings spell it.
        public String word() {
            return word;
        }

        /// Reads what settings spell.
        ///
        /// @throws IllegalArgumentException if it is none of them
        public static Mode of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word.equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "crd must be apply, check or skip, not '%s'".formatted(word)));
        }
    }

    /// The definition as YAML, to be installed by hand.
    public static String manifest() {
        try (var in = Crd.class.getResourceAsStream("crd.yaml")) {
            if (in == null) {
                throw new IllegalStateException("crd.yaml is missing in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes sure that the definition is there and in effect. A newer one is left as it is, and so
    /// is one that is being deleted. Each write would end all watches, so only a real difference is
    /// written. One try: after [ClusterFailure.Unavailable] it can be repeated.
    ///
    /// @throws ClusterFailure if it is not; the message says what to do
    public void ensure(Mode mode) {
        switch (mode) {
            case APPLY -> apply();
            case CHECK -> check();
            case SKIP -> {
                // The transports wait until it is there.
            }
        }
    }

    private void apply() {
        var found = read();
        if (found.isPresent()) {
            var wanted = wanted();
            if (leave(found.get(), wanted) || found.get().includes(wanted.json())) {
                return;
            }
        }
        try {
            Requests.apply(
                    server,
                    ConfigKind.definition(server),
                    manifest().getBytes(StandardCharsets.UTF_8),
                    Definition::of);
        } catch (ClusterFailure.Denied denied) {
            throw new ClusterFailure.Denied(
                    "The custom resource definition %s cannot be written: %s. Give the operator's account the right, or %s, and start with --crd check"
                            .formatted(ConfigKind.DEFINITION, denied.getMessage(), BY_HAND));
        }
        awaitEstablished();
        LOG.log(
                System.Logger.Level.INFO,
                "The custom resource definition {0} was {1}.",
                ConfigKind.DEFINITION,
                found.isPresent() ? "updated" : "created");
    }

    /// Whether it is not to be written, with a line that says why.
    private static boolean leave(Definition found, Definition wanted) {
        if (found.terminating()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The custom resource definition {0} is being deleted, and all objects with it.",
                    ConfigKind.DEFINITION);
            return true;
        }
        if (found.version() > wanted.version()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The custom resource definition {0} is left as it is: its version {1} is newer than {2}.",
                    ConfigKind.DEFINITION,
                    found.version(),
                    wanted.version());
            return true;
        }
        return false;
    }

    private void check() {
        var found =
                read().orElseThrow(() ->
                        new ClusterFailure.Gone(
                                "The custom resource definition %s is missing: %s, or start with --crd apply"
                                        .formatted(ConfigKind.DEFINITION, BY_HAND)));
        var wanted = wanted();
        if (leave(found, wanted)) {
            return;
        }
        if (found.version() < wanted.version()) {
            throw new ClusterFailure.Refused(
                    "The custom resource definition %s has version %d, and this operator needs %d: %s, or start with --crd apply"
                            .formatted(
                                    ConfigKind.DEFINITION,
                                    found.version(),
                                    wanted.version(),
                                    BY_HAND));
        }
        if (!found.includes(wanted.json())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The custom resource definition {0} differs from that of this operator.",
                    ConfigKind.DEFINITION);
        }
        if (!found.established()) {
            awaitEstablished();
        }
    }

    private Optional<Definition> read() {
        try {
            return Definition.read(server);
        } catch (ClusterFailure.Denied denied) {
            throw new ClusterFailure.Denied(
                    "The custom resource definition %s cannot be read: %s. Give the operator's account the right to get it, or start with --crd skip"
                            .formatted(ConfigKind.DEFINITION, denied.getMessage()));
        }
    }

    private void awaitEstablished() {
        var end = System.nanoTime() + ESTABLISHED_LIMIT.toNanos();
        while (!Definition.read(server).map(Definition::established).orElse(false)) {
            if (System.nanoTime() > end) {
                throw new ClusterFailure.Unavailable(
                        "The custom resource definition %s does not come into effect: see its conditions (kubectl describe crd %s)"
                                .formatted(ConfigKind.DEFINITION, ConfigKind.DEFINITION),
                        null,
                        null);
            }
            try {
                Thread.sleep(ESTABLISHED_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterFailure.Unavailable("interrupted", null, e);
            }
        }
    }

    private static Definition wanted() {
        try {
            return new Definition(Yaml.documents(manifest()).getFirst().getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
