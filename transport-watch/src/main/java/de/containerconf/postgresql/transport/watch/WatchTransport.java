package de.containerconf.postgresql.transport.watch;

import de.containerconf.postgresql.api.transport.ObjectSink;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.RetryLoop;
import de.containerconf.postgresql.api.transport.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Lists, then watches from there; lists again only when the server has forgotten where "there" is.
final class WatchTransport implements Transport {

    private final MeterRegistry meters;
    private final Counter lists;
    private final Counter restarts;

    WatchTransport(MeterRegistry meters) {
        this.meters = meters;
        RetryLoop.register(meters);
        lists =
                Counter.builder("operator.transport.lists")
                        .description("Lists of objects that were begun")
                        .register(meters);
        restarts =
                Counter.builder("operator.transport.watch.restarts")
                        .description("Watches after the first")
                        .register(meters);
    }

    @Override
    public void run(ObjectSource source, ObjectSink sink) throws InterruptedException {
        var loop = new RetryLoop(source, meters);
        var follower = new Follower(source, sink, loop::reached, lists, restarts);
        loop.run(follower::follow);
    }
}
