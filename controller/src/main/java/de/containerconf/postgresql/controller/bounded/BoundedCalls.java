package de.containerconf.postgresql.controller.bounded;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Calls code of a plug-in on threads of its own, so that a call that does not come back costs only
/// the one that it is made for: after a time it is interrupted and left behind. Until it has ended
/// there is no other call for the same one. Thread-safe.
///
/// @param <K> names for whom a call is made, with value equality
public final class BoundedCalls<K> {

    private final String what;
    private final Duration patience;
    private final Duration limit;
    private final Map<K, Call<?>> calls = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// @param what is called, for people
    /// @param patience after which a call is slow, at most the limit
    /// @param limit how long a call may take
    public BoundedCalls(String what, Duration patience, Duration limit) {
        this.what = what;
        this.patience = patience;
        this.limit = limit;
    }

    /// Calls, and waits for the result.
    ///
    /// @param onSlow called once if the call is slow, by the thread that waits for it
    /// @throws LateException if it takes too long, or an earlier call for the same one still does
    /// @throws DatabaseFailure.Fenced if [#stop] was called, or the caller is interrupted
    public <T> T call(K key, Runnable onSlow, Supplier<T> body) {
        var call = new Call<T>(key, body);
        if (calls.putIfAbsent(key, call) != null) {
            throw new LateException(
                    "An earlier call of the %s has not come back yet.".formatted(what));
        }
        if (stopped) {
            calls.remove(key, call);
            throw stopping();
        }
        call.thread.start();
        return await(call, onSlow);
    }

    /// Interrupts the calls under way and waits for none of them.
    public void stop() {
        stopped = true;
        calls.values().forEach(call -> call.answer.completeExceptionally(stopping()));
        calls.values().forEach(call -> call.thread.interrupt());
    }

    private <T> T await(Call<T> call, Runnable onSlow) {
        try {
            try {
                return call.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                onSlow.run();
            }
            return call.answer.get(limit.minus(patience).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            call.thread.interrupt();
            throw new LateException(
                    "The %s did not answer within %d s and was interrupted."
                            .formatted(what, limit.toSeconds()));
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        } catch (InterruptedException stop) {
            call.thread.interrupt();
            Thread.currentThread().interrupt();
            throw stopping();
        }
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
    private final class Call<T> {

        final CompletableFuture<T> answer = new CompletableFuture<>();
        final Thread thread;
        private final K key;
        private final Supplier<T> body;

        Call(K key, Supplier<T> body) {
            this.key = key;
            this.body = body;
            thread = Thread.ofPlatform().daemon().name(what + " " + key).unstarted(this::run);
        }

        /// It is forgotten before the answer, which leads to the next call.
        private void run() {
            try {
                var result = body.get();
                calls.remove(key, this);
                answer.complete(result);
            } catch (Throwable any) {
                calls.remove(key, this);
                answer.completeExceptionally(any);
            }
        }
    }
}
