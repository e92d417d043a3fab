package de.containerconf.postgresql.controller.server;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL server behind a breaker. While it is down nobody tries it but one probe, so that
/// a dead server costs neither time nor connections; at most so many operations run as it has
/// connections for us. Thread-safe.
public final class Server {

    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final long MIN_PROBE_MILLIS = 2_000;
    private static final long MAX_PROBE_MILLIS = 5_000;
    private static final long FIRST_ANSWER_SECONDS = 15;

    private final DatabaseOps ops;
    private final Semaphore permits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Runnable onRecovery;
    private final AtomicReference<State> state = new AtomicReference<>(new State.Unknown());
    private final Object probeNow = new Object();
    private final CountDownLatch answered = new CountDownLatch(1);

    /// @param connections how many operations may run at once
    /// @param onRecovery called each time the server can be used again
    public Server(
            DatabaseOps ops,
            int connections,
            InstantSource clock,
            RandomGenerator random,
            Runnable onRecovery) {
        this.ops = ops;
        this.permits = new Semaphore(connections, true);
        this.clock = clock;
        this.random = random;
        this.onRecovery = onRecovery;
    }

    /// Runs one operation.
    ///
    /// @throws DatabaseFailure.Unavailable at once while the server is down; or from the operation,
    ///   which then breaks
    public <T> T call(Function<DatabaseOps, T> operation) {
        info();
        permits.acquireUninterruptibly();
        try {
            return operation.apply(ops);
        } catch (DatabaseFailure.Unavailable failure) {
            breakDown(failure);
            throw failure;
        } finally {
            permits.release();
        }
    }

    /// What the server said of itself when it last became usable. Waits for the first answer after
    /// the start.
    ///
    /// @throws DatabaseFailure.Unavailable while it is down, in the words of the first failure
    public ServerInfo info() {
        awaitFirstAnswer();
        return switch (state.get()) {
            case State.Up(var info) -> info;
            case State.Down(var problem, var since) ->
                    throw new DatabaseFailure.Unavailable(problem, null);
            case State.Unknown() ->
                    throw new DatabaseFailure.Unavailable(
                            "The PostgreSQL server has not answered yet.", null);
        };
    }

    /// Whether the server can be used.
    public boolean up() {
        return state.get() instanceof State.Up;
    }

    /// Since when it has been down.
    public Optional<Instant> downSince() {
        return state.get() instanceof State.Down(var problem, var since)
                ? Optional.of(since)
                : Optional.empty();
    }

    /// Looks after a server that is not up until the thread is interrupted, the password read anew
    /// each time.
    public void probe() throws InterruptedException {
        while (true) {
            if (!up()) {
                probeOnce();
            }
            if (!up()) {
                Thread.sleep(random.nextLong(MIN_PROBE_MILLIS, MAX_PROBE_MILLIS));
            } else {
                awaitBreakDown();
            }
        }
    }

    private void probeOnce() {
        try {
            var info = ops.server();
            var before = state.getAndSet(new State.Up(info));
            LOG.log(System.Logger.Level.INFO, () -> story(before, info));
            onRecovery.run();
        } catch (DatabaseFailure failure) {
            breakDown(failure);
        } finally {
            answered.countDown();
        }
    }

    private String story(State before, ServerInfo info) {
        var downtime =
                before instanceof State.Down(var problem, var since)
                        ? " again, after %d s"
                                .formatted(Duration.between(since, clock.instant()).toSeconds())
                        : "";
        return "PostgreSQL %d is reached%s, as %s%s"
                .formatted(
                        info.major(),
                        downtime,
                        info.login(),
                        info.superuser() ? " (superuser)" : "");
    }

    private void breakDown(DatabaseFailure failure) {
        var message = failure.getMessage() == null ? "unknown failure" : failure.getMessage();
        var before = state.get();
        var since = before instanceof State.Down down ? down.since() : clock.instant();
        state.set(new State.Down(message, since));
        if (!message.equals(problemOf(before))) {
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL cannot be used: {0}", message);
        }
        synchronized (probeNow) {
            probeNow.notifyAll();
        }
    }

    private static @Nullable String problemOf(State state) {
        return state instanceof State.Down(var problem, var since) ? problem : null;
    }

    private void awaitFirstAnswer() {
        try {
            if (!answered.await(FIRST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "no first answer of PostgreSQL yet");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitBreakDown() throws InterruptedException {
        synchronized (probeNow) {
            while (up()) {
                probeNow.wait();
            }
        }
    }

    private sealed interface State {
        record Unknown() implements State {}

        record Up(ServerInfo info) implements State {}

        record Down(String problem, Instant since) implements State {}
    }
}
