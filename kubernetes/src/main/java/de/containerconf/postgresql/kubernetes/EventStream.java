package de.containerconf.postgresql.kubernetes;

import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.Response;

/// The answer to a watch: one event after the other. [#close] can be called by any thread, and ends
/// a waiting [#next].
final class EventStream implements AutoCloseable {

    private final Call call;
    private final Response response;
    private final LenientJson json;
    private final Lock reading = new ReentrantLock();
    private volatile boolean closed;

    EventStream(Call call, Response response, LenientJson json) {
        this.call = call;
        this.response = response;
        this.json = json;
    }

    /// Waits for an event that the decoder makes something of.
    ///
    /// @param limit how long; when it is over, so is the stream
    /// @return empty at the end of the stream
    /// @throws java.net.SocketTimeoutException if the time is over
    <T> Optional<T> next(Duration limit, ApiServer.Decoder<Optional<T>> decoder)
            throws IOException, InterruptedException {
        return Exchange.run(call, limit, () -> read(decoder));
    }

    /// Waits for an event as [#next(Duration, ApiServer.Decoder)] does, for as long as the network
    /// layer lets a watch be silent. There can be thousands a second, and none takes another
    /// thread.
    <T> Optional<T> next(ApiServer.Decoder<Optional<T>> decoder)
            throws IOException, InterruptedException {
        return Exchange.here(call, () -> read(decoder));
    }

    private <T> Optional<T> read(ApiServer.Decoder<Optional<T>> decoder) throws IOException {
        reading.lock();
        try {
            while (json.peek() != JsonToken.END_DOCUMENT) {
                var event = decoder.read(json);
                if (event.isPresent()) {
                    return event;
                }
            }
            return Optional.empty();
        } finally {
            reading.unlock();
        }
    }

    boolean closed() {
        return closed;
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
