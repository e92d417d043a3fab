package de.containerconf.postgresql.controller;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.api.transport.ObjectSink;
import de.containerconf.postgresql.controller.cache.ObjectCache;
import de.containerconf.postgresql.controller.cache.Scope;
import de.containerconf.postgresql.controller.credentials.CredentialsResource;
import de.containerconf.postgresql.controller.credentials.LoginOutlook;
import de.containerconf.postgresql.controller.credentials.NoCredentials;
import de.containerconf.postgresql.controller.credentials.SecretRounds;
import de.containerconf.postgresql.controller.lease.LeadershipListener;
import de.containerconf.postgresql.controller.plan.Approvals;
import de.containerconf.postgresql.controller.port.ConfigObjects;
import de.containerconf.postgresql.controller.port.Events;
import de.containerconf.postgresql.controller.port.KindState;
import de.containerconf.postgresql.controller.port.Secrets;
import de.containerconf.postgresql.controller.queue.Cause;
import de.containerconf.postgresql.controller.queue.WorkQueue;
import de.containerconf.postgresql.controller.reconcile.BoundedResource;
import de.containerconf.postgresql.controller.reconcile.DatabaseResource;
import de.containerconf.postgresql.controller.reconcile.Drifts;
import de.containerconf.postgresql.controller.reconcile.EventRecorder;
import de.containerconf.postgresql.controller.reconcile.Liveness;
import de.containerconf.postgresql.controller.reconcile.Notices;
import de.containerconf.postgresql.controller.reconcile.PassMetrics;
import de.containerconf.postgresql.controller.reconcile.Plans;
import de.containerconf.postgresql.controller.reconcile.Reconciler;
import de.containerconf.postgresql.controller.reconcile.Resync;
import de.containerconf.postgresql.controller.reconcile.SessionWatch;
import de.containerconf.postgresql.controller.reconcile.StatusWriter;
import de.containerconf.postgresql.controller.reconcile.StepExecutor;
import de.containerconf.postgresql.controller.server.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The controller of one cluster and one PostgreSQL server. [#scope] gives the sinks that
/// transports fill; [#start] sets it to work, or, where processes elect a leader, the elector does;
/// [#close] lets passes under way end. Thread-safe.
public final class Controller implements LeadershipListener, AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(7);
    private static final Duration PLUGIN_GRACE = Duration.ofSeconds(1);

    private final WorkQueue<ObjectKey> queue;
    private final ObjectCache cache;
    private final Server server;
    private final Resync resync;
    private final SessionWatch sessions;
    private final Workers workers;
    private final ShutdownFence fence;
    private final List<BoundedResource> plugins = new ArrayList<>();
    private final List<Scope> scopes = new CopyOnWriteArrayList<>();
    private final List<Loop> loops;
    private volatile boolean working;

    /// @param fence the one that `ops` was opened with
    /// @param others further resources, by id
    /// @throws IllegalArgumentException if a resource of the settings is not there
    public Controller(
            ControllerSettings settings,
            DatabaseOps ops,
            ShutdownFence fence,
            ConfigObjects objects,
            Secrets secrets,
            KindState kind,
            Events events,
            Map<String, Resource> others,
            MeterRegistry meters) {
        this.fence = fence;
        var clock = Clock.systemUTC();
        var random = RandomGenerator.of("L64X128MixRandom");
        var breaker = new ApiBreaker(System::nanoTime, random);
        var written = new FencedObjects(breaker.around(objects), fence);
        queue = new WorkQueue<>(System::nanoTime, random);
        cache = new ObjectCache(this::wake);
        server =
                new Server(
                        ops,
                        settings.connections(),
                        settings.foreignBackend() ? Server.bounds() : null,
                        System::nanoTime,
                        random,
                        this::onServerNews);
        var recorder = new EventRecorder(events);
        var liveness = new Liveness(cache, written, System::nanoTime);
        var executor =
                new StepExecutor(settings.clusterId(), server, written, liveness, recorder, meters);
        var outlook =
                new LoginOutlook(
                        settings.clusterId(), settings.credentials().grace(), cache, clock);
        var credentials =
                new CredentialsResource(
                        settings.clusterId(),
                        settings.credentials(),
                        outlook,
                        server,
                        new FencedSecrets(secrets, fence),
                        executor,
                        recorder,
                        clock,
                        new SecureRandom());
        var rounds = new SecretRounds(settings.clusterId(), credentials, cache, secrets, queue);
        var withCredentials = settings.resources().contains(CredentialsResource.ID);
        var without = new NoCredentials();
        var plans =
                new Plans(
                        settings.clusterId(),
                        cache,
                        new Approvals(
                                settings.acceptedServer(), settings.takeOver(), settings.closed()),
                        withCredentials ? outlook : without);
        resync =
                new Resync(
                        plans,
                        withCredentials ? rounds : without,
                        settings.resync(),
                        server,
                        cache,
                        this::listed,
                        queue,
                        random,
                        meters);
        sessions = new SessionWatch(server, queue, System::nanoTime);
        var database =
                new DatabaseResource(
                        server, plans, kind, executor, sessions, new Drifts(meters), recorder);
        var builtIn =
                Map.of(
                        DatabaseResource.ID,
                        database,
                        CredentialsResource.ID,
                        (Resource) credentials);
        var named = settings.resources().stream().map(id -> resource(id, builtIn, others));
        var resources =
                Stream.concat(named, withCredentials ? Stream.of() : Stream.of(without)).toList();
        var statuses = new StatusWriter(written, cache, clock, recorder);
        var notices = new Notices(statuses, executor, Notices.Alarm.system());
        var reconciler =
                new Reconciler(
                        cache,
                        written,
                        liveness,
                        resources,
                        database,
                        withCredentials ? credentials : without,
                        statuses,
                        notices,
                        recorder,
                        new PassMetrics(meters));
        workers = new Workers(queue, breaker, settings.workers(), reconciler::reconcile);
        loops =
                List.of(
                        new Loop("server-probe", server::probe),
                        new Loop("resync", resync::run),
                        new Loop("sessions", sessions::run),
                        new Loop("workers", workers::run),
                        new Loop("secrets", rounds::run));
        StateMetrics.register(meters, cache, queue, server);
    }

    /// The sink of a scope.
    ///
    /// @param namespace null for all namespaces
    public ObjectSink scope(@Nullable String namespace) {
        var scope = new Scope(cache, namespace, resync::trigger);
        scopes.add(scope);
        return scope;
    }

    /// Sets the controller to work. What came before does not wait in the queue: only objects that
    /// do not say that all is well have a pass, the others are compared at once.
    public void start() {
        working = true;
        cache.wakeUnsettled();
        loops.forEach(Loop::start);
    }

    @Override
    public void startedLeading() {
        server.takeOver();
        start();
    }

    /// Begins no more passes; those under way meet the fence. The cache stays up to date.
    @Override
    public void stoppedLeading() {
        working = false;
        loops.forEach(Loop::stop);
    }

    /// Whether every scope had its first complete list.
    public boolean listed() {
        return scopes.stream().allMatch(Scope::listed);
    }

    /// Whether all loops run that are meant to.
    public boolean alive() {
        return loops.stream().allMatch(Loop::alive);
    }

    /// Begins no more passes, and gives those under way 8 seconds to end, the last of them without
    /// the calls of plug-ins. What does not end by then is finished after the next start.
    @Override
    public void close() {
        loops.forEach(Loop::stop);
        if (!workers.awaitIdle(GRACE)) {
            plugins.forEach(BoundedResource::stop);
            server.stop();
            workers.awaitIdle(PLUGIN_GRACE);
        }
        fence.shut();
    }

    private void wake(ObjectKey key, Cause cause) {
        if (working) {
            queue.add(key, cause);
        }
    }

    private void onServerNews() {
        queue.wakeAll();
        resync.trigger();
    }

    private Resource resource(
            String id, Map<String, Resource> builtIn, Map<String, Resource> others) {
        var known = builtIn.get(id);
        if (known != null) {
            return known;
        }
        var resource = others.get(id);
        if (resource == null) {
            throw new IllegalArgumentException("there is no resource '" + id + "'");
        }
        var bounded = new BoundedResource(id, resource);
        plugins.add(bounded);
        return new FencedResource(bounded, fence);
    }
}
