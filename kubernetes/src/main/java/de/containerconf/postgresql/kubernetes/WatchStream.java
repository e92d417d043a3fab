package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/// An open watch of objects. [#close] can be called by any thread, and ends a waiting [#next].
final class WatchStream implements ObjectSource.Changes {

    private final EventStream events;
    private boolean heard;

    WatchStream(EventStream events) {
        this.events = events;
    }

    @Override
    public Optional<Change> next() throws SourceException, InterruptedException {
        try {
            var change = events.next(EventJson::read);
            heard = true;
            return change;
        } catch (IOException failure) {
            if (events.closed()) {
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

    @Override
    public void close() {
        events.close();
    }
}
