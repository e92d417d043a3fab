package de.containerconf.postgresql.kubernetes;

import com.google.gson.stream.JsonToken;
import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.Response;

/// An open watch. [#close] can be called by any thread, and ends a waiting [#next].
final class WatchStream implements ObjectSource.Changes {

    /// The network layer has the real limit, between two bytes.
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Call call;
    private final Response response;
    private final LenientJson json;
    private final Lock reading = new ReentrantLock();
    private boolean heard;
    private volatile boolean closed;

    WatchStream(Call call, Response response, LenientJson json) {
        this.call = call;
        this.response = response;
        this.json = json;
    }

    @Override
    public Optional<Change> next() throws SourceException, InterruptedException {
        try {
            var change = Exchange.run(call, LIMIT, this::read);
            heard = true;
            return change;
        } catch (IOException failure) {
            if (closed) {
                throw new InterruptedException("the watch was closed");
            }
            if (failure instanceof SocketTimeoutException && !heard) {
                // Bookmarks are due every minute. A version that the server has not reached yet, as
                // after a restore, is answered with silence: KUBERNETES API, "Resource versions".
                throw new SourceException.Expired("the watch brought nothing, not even a bookmark");
            }
            throw Failures.source(failure);
        }
    }

    private Optional<Change> read() throws IOException {
        reading.lock();
        try {
            while (json.peek() != JsonToken.END_DOCUMENT) {
                var change = EventJson.read(json);
                if (change.isPresent()) {
                    return change;
                }
            }
            return Optional.empty();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        call.cancel();
        // The reader, which the cancellation ends, and this must not use the stream together.
        reading.lock();
        try {
            response.close();
        } finally {
            reading.unlock();
        }
    }
}
