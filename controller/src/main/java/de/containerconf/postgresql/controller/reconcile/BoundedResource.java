package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Calls the resource of a plug-in on threads of their own, so that a call that does not come back
/// costs its object only: after a time it is interrupted and left behind. Until it has ended the
/// object gets no other call. Thread-safe.
public final class BoundedResource implements Resource {

    /// How long a call may take.
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final String id;
    private final Resource resource;
    private final Duration limit;
    private final Map<ObjectKey, Call> calls = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    public BoundedResource(String id, Resource resource) {
        this(id, resource, LIMIT);
    }

    BoundedResource(String id, Resource resource, Duration limit) {
        this.id = id;
        this.resource = resource;
        this.limit = limit;
    }

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return call(object, resource::ensureCreated);
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return call(object, resource::ensureDeleted);
    }

    /// Interrupts the calls under way and waits for none of them.
    public void stop() {
        stopped = true;
        calls.values().forEach(call -> call.answer.completeExceptionally(stopping()));
        calls.values().forEach(call -> call.thread.interrupt());
    }

    private Outcome call(PostgreSQLConfig object, Function<PostgreSQLConfig, Outcome> method) {
        var call = new Call(object, method);
        if (calls.putIfAbsent(object.key(), call) != null) {
            return late("An earlier call of the resource '%s' has not come back yet.");
        }
        if (stopped) {
            calls.remove(object.key());
            throw stopping();
        }
        call.thread.start();
        return await(call);
    }

    private Outcome await(Call call) {
        try {
            return call.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            call.thread.interrupt();
            return late(
                    "The resource '%%s' did not answer within %d s and was interrupted."
                            .formatted(limit.toSeconds()));
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    private Outcome late(String message) {
        return new Outcome.Waiting(Reason.FAILED, message.formatted(id), Duration.ZERO);
    }

    private static RuntimeException unchecked(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException runtime -> runtime;
            case LinkageError linkage -> throw linkage;
            case null, default -> new IllegalStateException(failure);
        };
    }

    private static DatabaseFailure.Fenced stopping() {
        return new DatabaseFailure.Fenced("the operator is stopping");
    }

    /// One call. Its thread is no virtual one: a plug-in that computes for ever would keep a
    /// carrier from all others.
    private final class Call {

        final CompletableFuture<Outcome> answer = new CompletableFuture<>();
        final Thread thread;

        Call(PostgreSQLConfig object, Function<PostgreSQLConfig, Outcome> method) {
            thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name(id + " " + object.key())
                            .unstarted(() -> run(object, method));
        }

        private void run(PostgreSQLConfig object, Function<PostgreSQLConfig, Outcome> method) {
            Outcome outcome = null;
            Throwable failure = null;
            try {
                outcome = method.apply(object);
            } catch (Throwable any) {
                failure = any;
            }
            calls.remove(object.key()); // before the answer, which leads to the next call
            if (failure == null) {
                answer.complete(outcome);
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }
}
