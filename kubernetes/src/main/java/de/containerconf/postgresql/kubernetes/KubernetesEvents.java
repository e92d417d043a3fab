package de.containerconf.postgresql.kubernetes;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import de.containerconf.postgresql.api.Backoff;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import de.containerconf.postgresql.controller.port.Event;
import de.containerconf.postgresql.controller.port.Events;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Sends events one after the other on a thread of its own, at the pace of [EventPace], so that
/// they neither hold up a pass nor take the API server from anybody. What cannot be sent is dropped
/// and counted. Thread-safe.
final class KubernetesEvents implements Events, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(KubernetesEvents.class.getName());

    /// Twice what a thousand objects tell within seconds.
    private static final int MAX_WAITING = 5_000;

    /// While the API server cannot be used; later it is no news.
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /// For what is still to be told when the operator ends.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ApiServer server;
    private final String instance;
    private final Supplier<Moment> clock;
    private final EventSeries series = new EventSeries();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Counter written;
    private final Counter dropped;
    private final Thread sender;
    private final EventPace pace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Moment latest;
    private boolean denied;

    /// Empty is the end.
    private final BlockingQueue<Optional<Happened>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    /// @param instance names this process
    KubernetesEvents(
            ApiServer server, String instance, Supplier<Moment> clock, MeterRegistry meters) {
        this.server = server;
        this.instance = instance;
        this.clock = clock;
        latest = clock.get();
        pace = new EventPace(MAX_WAITING / 2, latest);
        written = counter(meters, "written");
        dropped = counter(meters, "dropped");
        Gauge.builder("operator.events.waiting", waiting, Collection::size)
                .description("Events that are still to be written")
                .register(meters);
        sender = Thread.ofPlatform().daemon().name("events").unstarted(this::run);
    }

    /// Begins to send.
    KubernetesEvents start() {
        sender.start();
        return this;
    }

    @Override
    public void publish(Event event) {
        var happened = new Happened(event, clock.get());
        latest = happened.time;
        if (!waiting.offer(Optional.of(happened))) {
            dropped.increment();
        }
    }

    /// Gives what waits two seconds to be sent.
    @Override
    public void close() {
        closing.countDown();
        try {
            if (waiting.offer(Optional.empty())) {
                sender.join(LAST_WORDS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }

    private void run() {
        try {
            for (var next = waiting.take(); next.isPresent(); next = waiting.take()) {
                pause(next.get());
                tell(next.get());
            }
        } catch (InterruptedException stop) {
            LOG.log(DEBUG, "{0} events are not told any more", waiting.size());
        }
    }

    private void pause(Happened happened) throws InterruptedException {
        Duration delay;
        do {
            delay = pace.delay(clock.get(), happened.time, latest, waiting.size());
        } while (delay.isPositive() && !closing.await(delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void tell(Happened happened) throws InterruptedException {
        var decision = series.decide(happened.event, happened.time);
        try {
            send(happened, decision);
        } catch (ClusterFailure.Gone expired) {
            if (decision instanceof EventSeries.Decision.Count) {
                again(happened);
            } else {
                drop(happened, expired); // the namespace is gone
            }
        } catch (ClusterFailure.Outdated sentBefore) {
            written.increment(); // its name is taken: an answer was lost
        } catch (ClusterFailure failure) {
            drop(happened, failure);
        }
    }

    /// The server keeps events for an hour.
    private void again(Happened happened) throws InterruptedException {
        try {
            send(happened, series.create(happened.event, happened.time));
        } catch (ClusterFailure failure) {
            drop(happened, failure);
        }
    }

    private void send(Happened happened, EventSeries.Decision decision)
            throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                sendOnce(happened, decision);
                return;
            } catch (ClusterFailure.Unavailable unavailable) {
                var delay = unavailable.retryAfter().orElse(BACKOFF.delay(failures, random));
                if (clock.get().since(happened.time).plus(delay).compareTo(MAX_AGE) > 0) {
                    throw unavailable;
                }
                Thread.sleep(delay);
            }
        }
    }

    private void sendOnce(Happened happened, EventSeries.Decision decision) {
        switch (decision) {
            case EventSeries.Decision.Create(var name) -> {
                var body = EventBody.create(happened.event, name, instance, happened.time.wall());
                var url = ConfigKind.events(server, happened.event.object());
                Requests.create(server, url, body, LenientJson::element);
                sent();
            }
            case EventSeries.Decision.Count(var name, var count) -> {
                var url = ConfigKind.events(server, happened.event.object()).addPathSegment(name);
                var body = EventBody.count(count, happened.time.wall());
                Requests.patch(server, url, body, LenientJson::element);
                sent();
            }
            case EventSeries.Decision.Skip() ->
                    LOG.log(DEBUG, "{0}: told already: {1}", happened.object(), happened.event);
            case EventSeries.Decision.TooMany() -> {
                LOG.log(DEBUG, "{0}: too many events: {1}", happened.object(), happened.event);
                dropped.increment();
            }
        }
    }

    private void sent() {
        written.increment();
        denied = false;
    }

    /// A namespace that is being deleted takes no events: nothing to worry about.
    private void drop(Happened happened, ClusterFailure failure) {
        dropped.increment();
        if (failure instanceof ClusterFailure.Denied && !denied) {
            denied = true;
            LOG.log(
                    WARNING,
                    "events cannot be written: {0}. Give the operator''s account the right to create and patch events in the API group events.k8s.io",
                    failure.getMessage());
        } else {
            LOG.log(
                    DEBUG,
                    "{0}: an event is dropped: {1}",
                    happened.object(),
                    failure.getMessage());
        }
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("operator.events")
                .description("Events about objects, written to the API server or dropped")
                .tag("result", result)
                .register(meters);
    }

    private record Happened(Event event, Moment time) {
        String object() {
            return event.object().toString();
        }
    }
}
