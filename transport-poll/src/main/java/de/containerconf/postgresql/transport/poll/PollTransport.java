package de.containerconf.postgresql.transport.poll;

import de.containerconf.postgresql.api.transport.ObjectSink;
import de.containerconf.postgresql.api.transport.ObjectSource;
import de.containerconf.postgresql.api.transport.RetryLoop;
import de.containerconf.postgresql.api.transport.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Lists at intervals. The sink finds out what differs.
final class PollTransport implements Transport {

    /// The interval varies by up to a tenth, so that several that began together drift apart.
    private static final int JITTER = 10;

    private final Duration interval;
    private final MeterRegistry meters;
    private final Counter lists;
    private final RandomGenerator random = RandomGenerator.getDefault();

    PollTransport(Duration interval, MeterRegistry meters) {
        this.interval = interval;
        this.meters = meters;
        RetryLoop.register(meters);
        lists =
                Counter.builder("operator.transport.lists")
                        .description("Lists of objects that were begun")
                        .register(meters);
    }

    @Override
    public void run(ObjectSource source, ObjectSink sink) throws InterruptedException {
        var loop = new RetryLoop(source, meters);
        loop.run(() -> {
            lists.increment();
            sink.replace(source.list().objects());
            loop.reached();
            Thread.sleep(jittered());
        });
    }

    private Duration jittered() {
        var nanos = interval.toNanos();
        return Duration.ofNanos(nanos - random.nextLong(nanos / JITTER + 1));
    }
}
