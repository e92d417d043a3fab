package de.containerconf.postgresql.testkit;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A running watch. A thread reads ahead, so that a test can also see that nothing comes.
/// Thread-safe.
public final class ApiWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InputStream body;
    private final BlockingQueue<Read> read = new LinkedBlockingQueue<>();

    private sealed interface Read {
        record Event(JsonObject json) implements Read {}

        record End(boolean clean) implements Read {}
    }

    ApiWatch(InputStream body) {
        this.body = body;
        var _ = Thread.ofVirtual().name("watch").start(this::readAll);
    }

    private void readAll() {
        var clean = true;
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(new Read.Event(Json.parse(line).getAsJsonObject()));
            }
        } catch (IOException e) {
            clean = false;
        }
        read.add(new Read.End(clean));
    }

    /// The next event.
    ///
    /// @throws IllegalStateException if none comes within 10 s, or the watch ends
    public JsonObject next() {
        return switch (poll(PATIENCE)) {
            case Read.Event event -> event.json();
            case Read.End _ -> throw new IllegalStateException("the watch ended");
        };
    }

    /// The next event as `<type> <name>`.
    public String nextNamed() {
        var event = next();
        return Json.textAt(event, "type") + " " + Json.textAt(event, "object", "metadata", "name");
    }

    /// An event that comes within that time; empty if none does.
    public Optional<JsonObject> within(Duration time) {
        try {
            return read.poll(time.toMillis(), TimeUnit.MILLISECONDS) instanceof Read.Event event
                    ? Optional.of(event.json())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for the end, skipping events.
    ///
    /// @return whether the body ended as HTTP wants it, and the connection was not just cut
    /// @throws IllegalStateException if no end comes within 10 s after the last event
    public boolean awaitEnd() {
        while (true) {
            if (poll(PATIENCE) instanceof Read.End end) {
                return end.clean();
            }
        }
    }

    private Read poll(Duration time) {
        try {
            var next = read.poll(time.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IllegalStateException("nothing came within " + time);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
