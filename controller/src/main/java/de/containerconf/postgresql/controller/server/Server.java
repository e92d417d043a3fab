package de.containerconf.postgresql.controller.server;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.controller.bounded.BoundedCalls;
import de.containerconf.postgresql.controller.bounded.LateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    private static final String PROBE = "probe";

    /// How long others wait for an operation of a plug-in, and how long it may take.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final DatabaseOps ops;
    private final Semaphore permits;
    private final Semaphore copies;
    private final @Nullable BoundedCalls<String> bounds;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Runnable onNews;
    private final Pause pause;
    private final AtomicReference<State> state = new AtomicReference<>(State.Unknown.create());
    private final Object broken = new Object();
    private volatile boolean takingOver;
    private volatile @Nullable ServerInfo last;

    /// @param connections how many operations may run at once
    /// @param bounds of operations: those that are slow do not count any more; null: the backend
    ///   has limits of its own
    /// @param nanoTime the monotonic clock, in nanoseconds
    /// @param onNews called each time the server can be used again, and once an outage when it is
    ///   known better what is wrong
    public Server(
            DatabaseOps ops,
            int connections,
            @Nullable BoundedCalls<String> bounds,
            LongSupplier nanoTime,
            RandomGenerator random,
            Runnable onNews) {
        this(ops, connections, bounds, nanoTime, random, onNews, Thread::sleep);
    }

    Server(
            DatabaseOps ops,
            int connections,
            @Nullable BoundedCalls<String> bounds,
            LongSupplier nanoTime,
            RandomGenerator random,
            Runnable onNews,
            Pause pause) {
        this.ops = ops;
        this.permits = new Semaphore(connections, true);
        this.copies = new Semaphore(Math.max(1, connections / 2), true);
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.random = random;
        this.onNews = onNews;
        this.pause = pause;
    }

    /// The bounds of a backend that nobody here can answer for: one that hangs shall not keep the
    /// server from others, nor its object without a word.
    public static BoundedCalls<String> bounds() {
        return new BoundedCalls<>("database backend", PATIENCE, LIMIT);
    }

    /// Runs one operation.
    ///
    /// @param on the uid of the object, or what else it is for: of a plug-in that does not come
    ///   back, this gets no other operation until it does
    /// @throws DatabaseFailure.Unavailable at once while the server is down; or from the operation,
    ///   which then breaks
    public <T> T call(String on, Function<DatabaseOps, T> operation) {
        return call(on, operation, List.of(permits));
    }

    /// Runs an operation as [#call] does, one in which the server copies a whole database. At most
    /// half as many of them run at once as there are connections: more would only be in each
    /// other's way, and there is always a connection left for looks and edits.
    public <T> T copy(String on, Function<DatabaseOps, T> operation) {
        return call(on, operation, List.of(copies, permits));
    }

    private <T> T call(String on, Function<DatabaseOps, T> operation, List<Semaphore> needed) {
        usable();
        try (var permit = new Permit(needed)) {
            var seen = usable(); // it can have broken while we waited for the permit
            try {
                return run(on, permit::close, () -> operation.apply(ops));
            } catch (DatabaseFailure.Unavailable failure) {
                // An interrupt is our own doing, and closes the connection.
                if (!Thread.currentThread().isInterrupted()) {
                    breakDown(seen, failure);
                    throw asKnown(failure);
                }
                throw failure;
            }
        }
    }

    private <T> T run(String on, Runnable onSlow, Supplier<T> operation) {
        if (bounds == null) {
            return operation.get();
        }
        try {
            return bounds.call(on, onSlow, operation);
        } catch (LateException late) {
            throw new DatabaseFailure.Invalid(late.getMessage(), late);
        }
    }

    /// Gives up the operations of a plug-in that are under way, and begins no more.
    public void stop() {
        if (bounds != null) {
            bounds.stop();
        }
    }

    /// What the server said of itself when it last became usable. Waits for the first answer after
    /// the start.
    ///
    /// @throws DatabaseFailure.Unavailable while it is down, in the words of the last failure
    public ServerInfo info() {
        return usable().info();
    }

    /// Forgets what is known of the server: this process takes over from another one. Before
    /// anything else is done there, the sessions of the other are ended, so that nothing that it
    /// began comes late.
    public void takeOver() {
        takingOver = true;
        state.set(State.Unknown.create());
        wakeProbe();
    }

    private State.Up usable() {
        awaitFirstAnswer();
        return switch (state.get()) {
            case State.Up up -> up;
            case State.Down down -> throw new DatabaseFailure.Unavailable(down.problem(), null);
            case State.Unknown _ ->
                    throw new DatabaseFailure.Unavailable(
                            "The PostgreSQL server has not answered yet.", null);
        };
    }

    /// Whether the server can be used.
    public boolean up() {
        return state.get() instanceof State.Up;
    }

    /// How long it has been down; empty if it is not.
    public Optional<Duration> downFor() {
        return state.get() instanceof State.Down(_, var since, _)
                ? Optional.of(passed(since))
                : Optional.empty();
    }

    private Duration passed(long since) {
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }

    /// Looks after a server that is not up until the thread is interrupted. Between two probes are
    /// at least 2 to 5 seconds, also when the first succeeds: a server that answers the probe and
    /// then nothing else is not to be asked in a loop.
    public void probe() throws InterruptedException {
        while (true) {
            probeOnce();
            pause.pause(Duration.ofMillis(random.nextLong(MIN_PROBE_MILLIS, MAX_PROBE_MILLIS)));
            awaitBreakDown();
        }
    }

    /// Asks a server that is not up whether it is now. The password is read anew each time.
    public void probeOnce() {
        var before = state.get();
        if (before instanceof State.Up) {
            return;
        }
        try {
            endFormerSessions();
            var info = run(PROBE, () -> {}, ops::server);
            if (!state.compareAndSet(before, new State.Up(info))) {
                return; // another process led meanwhile: all anew
            }
            LOG.log(System.Logger.Level.INFO, () -> story(before, info));
            ServerWarnings.of(last, info)
                    .forEach(each -> LOG.log(System.Logger.Level.WARNING, each));
            last = info;
        } catch (DatabaseFailure.Fenced notNow) {
            LOG.log(System.Logger.Level.DEBUG, "probe: {0}", notNow.getMessage());
            return;
        } catch (DatabaseFailure failure) {
            breakDown(before, failure);
            return;
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "the database backend failed unexpectedly", bug);
            breakDown(before, bug);
            return;
        } finally {
            if (before instanceof State.Unknown(var answered)) {
                answered.countDown();
            }
        }
        onNews.run();
    }

    private void endFormerSessions() {
        if (!takingOver) {
            return;
        }
        takingOver = false;
        try {
            var ended = run(PROBE, () -> {}, ops::endOtherProcesses);
            if (ended > 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "ended {0} connections of the former leader to PostgreSQL",
                        ended);
            }
        } catch (RuntimeException failure) {
            takingOver = true;
            throw failure;
        }
    }

    private String story(State before, ServerInfo info) {
        var downtime =
                before instanceof State.Down(_, var since, _)
                        ? " again, after %d s".formatted(passed(since).toSeconds())
                        : "";
        return "PostgreSQL %d is reached%s, as %s%s"
                .formatted(
                        info.major(),
                        downtime,
                        info.login(),
                        info.superuser() ? " (superuser)" : "");
    }

    /// @param seen the state that the failure is about; if it is over by now, so is the failure
    private void breakDown(State seen, RuntimeException failure) {
        var message =
                failure instanceof DatabaseFailure && failure.getMessage() != null
                        ? failure.getMessage()
                        : "The database backend failed unexpectedly; the operator's log has the details.";
        var down = seen instanceof State.Down before ? before : null;
        var since = down == null ? nanoTime.getAsLong() : down.since();
        var news = down == null || !message.equals(down.problem());
        // What broke says less than why no connection can be had: those who wait shall say that
        // instead. Once, so that a server that fails in turns does not keep them writing.
        var retold = down != null && (down.retold() || news);
        if (!state.compareAndSet(seen, new State.Down(message, since, retold))) {
            return;
        }
        if (news) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} It is tried again every few seconds.",
                    message);
        }
        wakeProbe();
        if (news && down != null && !down.retold()) {
            onNews.run();
        }
    }

    /// In the words of the failure that the server is known to be down for, if that is another one:
    /// who comes second is woken by no news, and must not go on saying less.
    private DatabaseFailure.Unavailable asKnown(DatabaseFailure.Unavailable failure) {
        return state.get() instanceof State.Down(var problem, _, _)
                        && !problem.equals(failure.getMessage())
                ? new DatabaseFailure.Unavailable(problem, failure)
                : failure;
    }

    private void wakeProbe() {
        synchronized (broken) {
            broken.notifyAll();
        }
    }

    private void awaitFirstAnswer() {
        try {
            if (state.get() instanceof State.Unknown(var answered)
                    && !answered.await(FIRST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "no first answer of PostgreSQL yet");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitBreakDown() throws InterruptedException {
        synchronized (broken) {
            while (up()) {
                broken.wait();
            }
        }
    }

    /// The right to one operation, until it is given back once.
    private static final class Permit implements AutoCloseable {

        private final List<Semaphore> needed;
        private final AtomicBoolean held = new AtomicBoolean();

        /// @param needed in the order in which to wait for them
        Permit(List<Semaphore> needed) {
            this.needed = needed;
            needed.forEach(Semaphore::acquireUninterruptibly);
            held.set(true);
        }

        @Override
        public void close() {
            if (held.getAndSet(false)) {
                needed.reversed().forEach(Semaphore::release);
            }
        }
    }

    /// Lets time pass.
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    private sealed interface State {
        /// @param answered open once the server has answered, or has not
        record Unknown(CountDownLatch answered) implements State {
            static Unknown create() {
                return new Unknown(new CountDownLatch(1));
            }
        }

        record Up(ServerInfo info) implements State {}

        /// @param since by the monotonic clock
        /// @param retold whether the words became better once since it broke
        record Down(String problem, long since, boolean retold) implements State {}
    }
}
