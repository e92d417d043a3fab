package de.containerconf.postgresql.kubernetes;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/// Waits for the network.
final class Exchange {

    private Exchange() {}

    /// Does the work on this thread, for as long as the call allows. An interrupt ends it at once
    /// on a virtual thread only, whose reads and writes notice it ([java.net.Socket]).
    ///
    /// @throws IOException if the work throws it, or anything unexpected
    static <T> T here(Callable<T> work) throws IOException, InterruptedException {
        try {
            return work.call();
        } catch (Throwable failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw understood(failure);
        }
    }

    /// Does the work in a way that an interrupt ends at once on every thread: another one does it,
    /// and the call is cancelled.
    ///
    /// @param limit how long it may take
    /// @throws IOException if the work throws it, or anything unexpected
    static <T> T run(Call call, Duration limit, Callable<T> work)
            throws IOException, InterruptedException {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().name("kubernetes-exchange").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (TimeoutException _) {
            call.cancel();
            throw new SocketTimeoutException();
        } catch (ExecutionException e) {
            throw understood(e.getCause());
        }
    }

    private static IOException understood(@Nullable Throwable failure) {
        return failure instanceof IOException known
                ? known
                // As of a decoder that meets something that it never expected.
                : new IOException("the answer is not understood", failure);
    }
}
