package de.containerconf.postgresql.controller.credentials;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.controller.port.StoredSecret;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import de.containerconf.postgresql.controller.reconcile.Resync;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks at every Secret once in ten minutes, one after the other, and queues the object whose
/// Secret is gone or was changed. Nobody may list or watch Secrets for that: it would be the right
/// to read all of them. Costs one request a Secret, and no statement: what the logins are is known
/// from the last resync. [#run] is for one thread.
public final class SecretRounds implements Resync.Also {

    /// How long a round takes.
    public static final Duration ROUND = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(SecretRounds.class.getName());
    private static final int SLOTS = 60;
    private static final Duration PAUSE = ROUND.dividedBy(SLOTS);

    private final String cluster;
    private final CredentialsResource resource;
    private final ObjectCache cache;
    private final Secrets secrets;
    private final WorkQueue<ObjectKey> queue;
    private volatile Map<String, LoginState> latest = Map.of();
    private volatile boolean learned;

    /// @param cluster the cluster's id, as claims have it
    public SecretRounds(
            String cluster,
            CredentialsResource resource,
            ObjectCache cache,
            Secrets secrets,
            WorkQueue<ObjectKey> queue) {
        this.cluster = cluster;
        this.resource = resource;
        this.cache = cache;
        this.secrets = secrets;
        this.queue = queue;
    }

    @Override
    public boolean differs(PostgreSQLConfig object, Catalog catalog) {
        return resource.differs(object, catalog);
    }

    /// Remembers the latest login of each object.
    @Override
    public void learn(Catalog catalog) {
        resource.learn(catalog);
        latest =
                catalog.logins().stream()
                        .filter(each -> each.claim().cluster().equals(cluster))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        each -> each.claim().uid(),
                                        Function.identity(),
                                        BinaryOperator.maxBy(
                                                Comparator.comparing(
                                                        each -> each.claim().issued()))));
        learned = true;
    }

    /// Looks until the thread is interrupted.
    public void run() throws InterruptedException {
        for (var slot = 0; ; slot = (slot + 1) % SLOTS) {
            Thread.sleep(PAUSE);
            look(slot);
        }
    }

    /// Looks at a sixtieth of them. Never throws.
    ///
    /// @param slot 0 to 59
    public void look(int slot) {
        if (!learned) {
            return;
        }
        try {
            for (var object : cache.all()) {
                if (Math.floorMod(object.uid().hashCode(), SLOTS) == slot && differs(object)) {
                    queue.add(object.key(), Cause.RESYNC);
                }
            }
        } catch (ClusterFailure | DatabaseFailure.Fenced failure) {
            LOG.log(DEBUG, "secrets: {0}", failure.getMessage()); // passes tell it
        } catch (RuntimeException unexpected) {
            LOG.log(ERROR, "secrets: unexpected failure, will be tried again", unexpected);
        }
    }

    /// Looks at all of them.
    public void lookAtAll() {
        for (var slot = 0; slot < SLOTS; slot++) {
            look(slot);
        }
    }

    private boolean differs(PostgreSQLConfig object) {
        if (object.paused() || object.deleting() || object.observing() || !object.ready()) {
            return false; // others look after them
        }
        if (!(Desired.of(object) instanceof Desired.Present desired) || desired.secret() == null) {
            return false;
        }
        return differs(object, desired, desired.secret());
    }

    private boolean differs(
            PostgreSQLConfig object, Desired.Present desired, ConnectionSecret secret) {
        var login = latest.get(object.uid());
        if (login == null) {
            return false; // the resync sees it
        }
        var stored = secrets.read(new ObjectKey(object.key().namespace(), secret.name()));
        return stored.isEmpty()
                || !SecretView.isOurs(object, stored.get())
                || !isWritten(desired, secret, stored.get(), login);
    }

    private boolean isWritten(
            Desired.Present desired,
            ConnectionSecret secret,
            StoredSecret stored,
            LoginState login) {
        return SecretView.password(stored)
                .filter(password -> password.key().equals(login.claim().key()))
                .map(password ->
                        SecretView.content(
                                resource.settings().endpoint(),
                                desired,
                                secret,
                                new SecretView.Login(login.name(), password)))
                .filter(content -> content.in(stored))
                .isPresent();
    }
}
