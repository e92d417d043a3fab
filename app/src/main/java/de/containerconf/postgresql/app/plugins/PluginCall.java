package de.containerconf.postgresql.app.plugins;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls code of a plug-in on a thread of its own, so that one that does not come back can be left
/// behind.
final class PluginCall {

    /// How long a plug-in may take to be made or opened.
    static final Duration LIMIT = Duration.ofSeconds(10);

    private PluginCall() {}

    /// Calls, and waits for the result.
    ///
    /// @param loader becomes the context class loader, by which libraries find what they need
    /// @throws IllegalArgumentException from the code
    /// @throws PluginException if the code fails otherwise, or takes longer than the limit
    static <T> T call(ClassLoader loader, Callable<T> code) {
        return call(loader, LIMIT, code);
    }

    /// As [#call(ClassLoader, Callable)], within another limit.
    static <T> T call(ClassLoader loader, Duration limit, Callable<T> code) {
        var task = new FutureTask<>(code);
        var thread = Thread.ofPlatform().daemon().name("plug-in").unstarted(task);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new PluginException("it fails: " + reason(failed), failed);
        } catch (TimeoutException late) {
            task.cancel(true);
            throw new PluginException(
                    "it did not answer within %d s".formatted(limit.toSeconds()), late);
        } catch (InterruptedException stop) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginException("it was interrupted", stop);
        }
    }

    /// The innermost failure, in one line.
    static String reason(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString().lines().findFirst().orElse("");
    }
}
