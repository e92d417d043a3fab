package de.containerconf.postgresql.kubernetes;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/// Waits for the network, on whatever thread, until an interrupt cancels the call. That is what the
/// channels of the JDK do where they wait; OkHttp has none.
final class Exchange extends AbstractInterruptibleChannel {

    private final Call call;

    private Exchange(Call call) {
        this.call = call;
    }

    /// Does the work on this thread, for as long as the call allows.
    ///
    /// @throws IOException if the work throws it, or anything unexpected
    static <T> T here(Call call, Callable<T> work) throws IOException, InterruptedException {
        try {
            return new Exchange(call).interruptibly(work);
        } catch (Throwable failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw understood(failure);
        }
    }

    private <T> T interruptibly(Callable<T> work) throws Exception {
        var completed = false;
        try {
            begin();
            var result = work.call();
            completed = true;
            return result;
        } finally {
            end(completed);
        }
    }

    /// What an interrupt does: the thread that waits fails.
    @Override
    protected void implCloseChannel() {
        call.cancel();
    }

    /// Does the work on another thread, and gives it up at the limit even where it does not notice
    /// that it is cancelled, as in a look-up of a name.
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
