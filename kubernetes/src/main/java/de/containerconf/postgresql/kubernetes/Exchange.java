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

/// Waits for the network in a way that an interrupt ends at once: a read from a socket does not
/// notice interrupts, so another thread does it, and the call is cancelled.
final class Exchange {

    private Exchange() {}

    /// Does the work, which uses the call.
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
            throw e.getCause() instanceof IOException failure
                    ? failure
                    // As of a decoder that meets something that it never expected.
                    : new IOException("the answer is not understood", e.getCause());
        }
    }
}
