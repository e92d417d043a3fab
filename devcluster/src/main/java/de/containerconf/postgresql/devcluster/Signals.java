package de.containerconf.postgresql.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals that the JDK cannot send: it knows SIGTERM and SIGKILL only.
public final class Signals {

    private Signals() {}

    /// Sends a signal with the program `kill`, and waits until it is sent.
    ///
    /// @param name without `SIG`, for instance `STOP`
    /// @throws IllegalStateException if it cannot be sent, or the thread is interrupted
    public static void send(long pid, String name) {
        try {
            var kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -%s failed".formatted(name));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
