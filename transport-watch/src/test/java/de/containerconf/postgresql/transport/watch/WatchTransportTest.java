package de.containerconf.postgresql.transport.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.transport.Change;
import de.containerconf.postgresql.api.transport.ObjectSink;
import de.containerconf.postgresql.api.transport.ObjectSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What no API server can be ordered to do. The rest is tested where a source is.
class WatchTransportTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().unstarted(this::run);

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /// As a proxy does that cannot stream: it would be a storm.
    @Test
    void watchesThatEndAtOnceAreNotRepeatedAtOnce() {
        thread.start();

        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);

        assertThat(watches).hasValueBetween(2, 6);
        assertThat(lists).hasValue(1);
    }

    private void run() {
        try {
            new WatchTransport(meters).run(new HastySource(), new Nowhere());
        } catch (InterruptedException _) {
            // The regular end.
        }
    }

    /// A world without objects, whose watches end in good order as soon as they begin.
    private final class HastySource implements ObjectSource {

        @Override
        public Listing list() {
            lists.incrementAndGet();
            return new Listing(List.of(), "1");
        }

        @Override
        public Changes watch(String resourceVersion) {
            watches.incrementAndGet();
            return new Changes() {
                @Override
                public Optional<Change> next() {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }

    private static final class Nowhere implements ObjectSink {

        @Override
        public void replace(Collection<PostgreSQLConfig> all) {}

        @Override
        public void upsert(PostgreSQLConfig object) {}

        @Override
        public void remove(ObjectKey key, String uid) {}
    }
}
