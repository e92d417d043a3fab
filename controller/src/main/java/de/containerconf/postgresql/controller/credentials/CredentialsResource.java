package de.containerconf.postgresql.controller.credentials;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.LoginClaim;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.Lookup;
import de.containerconf.postgresql.api.database.NewLogin;
import de.containerconf.postgresql.api.database.Password;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.controller.port.StoredSecret;
import de.containerconf.postgresql.controller.reconcile.EventRecorder;
import de.containerconf.postgresql.controller.reconcile.Failures;
import de.containerconf.postgresql.controller.reconcile.Resync;
import de.containerconf.postgresql.controller.reconcile.StepExecutor;
import de.containerconf.postgresql.controller.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The built-in resource `credentials`: a login for applications, in a Secret.
///
/// The login is made first and then written: what a crash leaves between the two is a login whose
/// password nobody knows, which is replaced. A password is nowhere but in the Secret; its key, in
/// the claim of the login, tells whether the two belong together. Thread-safe; for one object one
/// call at a time.
public final class CredentialsResource implements Resource, Resync.Also {

    /// Its name in `--resources`.
    public static final String ID = "credentials";

    private static final System.Logger LOG = System.getLogger(CredentialsResource.class.getName());
    private static final int MAX_LOOKS = 5;
    private static final Duration STALE_RETRY = Duration.ofSeconds(1);
    private static final Duration DENIED_RETRY = Duration.ofSeconds(60);

    private final String cluster;
    private final CredentialsSettings settings;
    private final LoginOutlook outlook;
    private final Server server;
    private final Secrets secrets;
    private final StepExecutor executor;
    private final EventRecorder recorder;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// Logins of objects that want none any more, by uid of the object.
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();

    /// Passwords that no Secret took yet, by uid of the object: while that is forbidden, not every
    /// try makes another login.
    private final Map<String, Password> unwritten = new ConcurrentHashMap<>();

    /// @param cluster the cluster's id, as claims have it
    /// @param outlook of the same cluster and settings
    /// @param random one that nobody can foresee
    public CredentialsResource(
            String cluster,
            CredentialsSettings settings,
            LoginOutlook outlook,
            Server server,
            Secrets secrets,
            StepExecutor executor,
            EventRecorder recorder,
            InstantSource clock,
            RandomGenerator random) {
        this.cluster = cluster;
        this.settings = settings;
        this.outlook = outlook;
        this.server = server;
        this.secrets = secrets;
        this.executor = executor;
        this.recorder = recorder;
        this.clock = clock;
        this.random = random;
    }

    /// Without the Secret, which nobody reads for a resync. What wants none and has none costs
    /// nothing.
    @Override
    public boolean differs(PostgreSQLConfig object, Catalog catalog) {
        if (object.spec().connectionSecret() == null
                && catalog.loginsOf(object.uid()).isEmpty()
                && !tells(object)) {
            return false; // most objects, without a look at the rest of their spec
        }
        if (!(Desired.of(object) instanceof Desired.Present desired)) {
            return false;
        }
        var logins = outlook.logins(object, catalog);
        if (desired.secret() != null) {
            return !outlook.plan(desired, logins).atRest();
        }
        if (!logins.isEmpty()) {
            unwanted.add(object.uid());
        }
        return !logins.isEmpty() || tells(object);
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        if (!(Desired.of(object) instanceof Desired.Present desired)
                || (desired.secret() == null
                        && !unwanted.contains(object.uid())
                        && !tells(object))) {
            return Outcome.done();
        }
        try {
            for (var look = 1; look <= MAX_LOOKS; look++) {
                try {
                    return desired.secret() == null
                            ? end(object, desired)
                            : ensure(object, desired, desired.secret());
                } catch (DatabaseFailure.Stale
                        | ClusterFailure.Outdated
                        | ClusterFailure.Gone stale) {
                    LOG.log(DEBUG, "{0}: looking again: {1}", object.key(), stale.getMessage());
                }
            }
            return new Outcome.Waiting(
                    Reason.PROGRESSING,
                    "The Secret or its login is being changed by somebody else at the same time.",
                    STALE_RETRY);
        } catch (DatabaseFailure failure) {
            return Failures.outcome(failure);
        }
    }

    /// The Secret goes with the object, by its owner reference. Logins go with the database: see
    /// the plan of the resource `database`.
    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        unwritten.remove(object.uid());
        unwanted.remove(object.uid());
        return Outcome.done();
    }

    private Outcome ensure(
            PostgreSQLConfig object, Desired.Present desired, ConnectionSecret secret) {
        var key = new ObjectKey(object.key().namespace(), secret.name());
        try {
            var stored = secrets.read(key);
            if (stored.isPresent() && !SecretView.isOurs(object, stored.get())) {
                return new Outcome.Rejected(
                        Reason.SECRET_NOT_OWNED,
                        "The Secret '%s' exists already and does not belong to this object, so it is not touched. Delete it, or set another spec.connectionSecret.name."
                                .formatted(secret.name()));
            }
            return ensure(object, desired, secret, stored.orElse(null));
        } catch (ClusterFailure.Denied denied) {
            return new Outcome.Waiting(
                    Reason.PERMISSION_DENIED,
                    "The operator's account may not get, create and patch Secrets in the namespace '%s', which spec.connectionSecret needs: %s. An administrator of the cluster must grant it."
                            .formatted(key.namespace(), denied.getMessage()),
                    DENIED_RETRY);
        } catch (ClusterFailure.Refused refused) {
            return new Outcome.Waiting(
                    Reason.FAILED,
                    "The Secret '%s' cannot be written: %s"
                            .formatted(secret.name(), refused.getMessage()),
                    Duration.ZERO);
        }
    }

    private Outcome ensure(
            PostgreSQLConfig object,
            Desired.Present desired,
            ConnectionSecret secret,
            @Nullable StoredSecret stored) {
        var catalog = look(object, Set.of(desired.owner()));
        var refusal = refusal(object, desired, catalog);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var logins = outlook.logins(object, catalog);
        var password = password(object, stored, logins);
        var plan =
                LoginPlanner.plan(
                        desired,
                        logins,
                        password.map(Password::key).orElse(null),
                        clock.instant(),
                        settings.grace());
        executor.execute(object, plan.first());
        var login =
                plan.issue()
                        ? issue(object, desired, issuedAfter(logins))
                        : new SecretView.Login(current(plan).name(), password.orElseThrow());
        write(object, desired, secret, stored, login);
        unwritten.remove(object.uid());
        later(object, plan.later());
        return new Outcome.Done(
                Map.of(
                        ID,
                        "Secret '%s' holds the login '%s'."
                                .formatted(secret.name(), login.name())));
    }

    /// The password of one of the logins: that of the Secret, or one that could not be written yet.
    private Optional<Password> password(
            PostgreSQLConfig object, @Nullable StoredSecret stored, List<LoginState> logins) {
        var keys = logins.stream().map(each -> each.claim().key()).collect(Collectors.toSet());
        return Optional.ofNullable(stored)
                .flatMap(SecretView::password)
                .filter(each -> keys.contains(each.key()))
                .or(() ->
                        Optional.ofNullable(unwritten.get(object.uid()))
                                .filter(each -> keys.contains(each.key())));
    }

    private static LoginState current(LoginPlan plan) {
        var current = plan.current();
        if (current == null) {
            throw new IllegalStateException("a plan without a login");
        }
        return current;
    }

    /// Now; but later than every login that there is, even if the clock was set back: the latest is
    /// known by its time.
    private Instant issuedAfter(List<LoginState> logins) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return logins.stream()
                .map(each -> each.claim().issued().plusMillis(1))
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    private SecretView.Login issue(
            PostgreSQLConfig object, Desired.Present desired, Instant issued) {
        var password = Password.random(random);
        var name = LoginNames.random(desired.database(), random);
        var claim = new LoginClaim(cluster, object.key(), object.uid(), password.key(), issued);
        var login = new NewLogin(name, password, desired.owner(), desired.database());
        executor.execute(object, List.of(new Step.CreateLogin(login, claim)));
        unwritten.put(object.uid(), password);
        return new SecretView.Login(name.value(), password);
    }

    private void write(
            PostgreSQLConfig object,
            Desired.Present desired,
            ConnectionSecret secret,
            @Nullable StoredSecret stored,
            SecretView.Login login) {
        var content = SecretView.content(settings.endpoint(), desired, secret, login);
        if (stored == null) {
            secrets.create(object, content);
            LOG.log(INFO, "{0}: created Secret {1}", object.key(), secret.name());
            recorder.createdSecret(object, secret.name(), login.name());
        } else if (!content.in(stored)) {
            secrets.patch(stored, content);
            LOG.log(INFO, "{0}: changed Secret {1}", object.key(), secret.name());
            recorder.changedSecret(object, secret.name(), login.name());
        }
    }

    /// What is in use stays until it is not, and keeps nobody from anything but the next rotation.
    ///
    /// @return whether nothing stayed
    private boolean later(PostgreSQLConfig object, List<Step> steps) {
        var all = true;
        for (var step : steps) {
            try {
                executor.execute(object, List.of(step));
            } catch (DatabaseFailure.InUse needed) {
                LOG.log(DEBUG, "{0}: {1}", object.key(), needed.getMessage());
                all = false;
            }
        }
        return all;
    }

    /// No Secret is asked for any more.
    private Outcome end(PostgreSQLConfig object, Desired.Present desired) {
        var logins = outlook.logins(object, look(object, Set.of()));
        if (later(object, outlook.plan(desired, logins).later())) {
            unwanted.remove(object.uid());
            return Outcome.done();
        }
        return new Outcome.Done(
                Map.of(
                        ID,
                        "No Secret is asked for. A login of database '%s' is dropped when nobody uses it any more."
                                .formatted(desired.database())));
    }

    private Optional<Outcome.Rejected> refusal(
            PostgreSQLConfig object, Desired.Present desired, Catalog catalog) {
        if (!outlook.learned()) {
            outlook.learn(server.call(object.uid(), DatabaseOps::catalog));
        }
        return outlook.refusal(object, desired, catalog);
    }

    @Override
    public void learn(Catalog catalog) {
        outlook.learn(catalog);
    }

    private Catalog look(PostgreSQLConfig object, Set<RoleName> roles) {
        var lookup = new Lookup(Set.of(), roles, Set.of(object.uid()));
        return server.call(object.uid(), ops -> ops.catalog(lookup));
    }

    CredentialsSettings settings() {
        return settings;
    }

    private static boolean tells(PostgreSQLConfig object) {
        return object.status().condition(Condition.CREDENTIALS_READY).isPresent();
    }
}
