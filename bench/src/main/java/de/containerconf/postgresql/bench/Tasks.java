package de.containerconf.postgresql.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// What was given to several threads.
final class Tasks {

    private Tasks() {}

    /// Waits for all.
    ///
    /// @throws IllegalStateException with the first failure, if one failed
    static void join(List<? extends Future<?>> tasks) {
        try {
            for (var task : tasks) {
                task.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
