package de.containerconf.postgresql.devcluster.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a test lets go wrong. Orders are taken in the sequence in which they were given; each
/// stands for a number of requests that match, then it is used up. Thread-safe.
public final class Faults {

    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private volatile Guard guard = Guard.NONE;
    private final Runnable dropConnections;
    private final Runnable expireHistory;

    Faults(Runnable dropConnections, Runnable expireHistory) {
        this.dropConnections = dropConnections;
        this.expireHistory = expireHistory;
    }

    /// What is to happen to a request.
    sealed interface Fault {
        /// Answered late.
        record Delay(Duration time) implements Fault {}

        /// Answered with a failure, and not done.
        record Failure(int code, @Nullable Duration retryAfter) implements Fault {}

        /// Not answered: the connection ends.
        record Cut() implements Fault {}

        /// Done, but not answered: the connection ends.
        record CutAfter() implements Fault {}

        /// Answered with something else, and not done.
        record Reply(int code, String contentType, String body) implements Fault {}

        /// Answered in part: after so many bytes of the body the connection ends.
        record Truncate(int bytes) implements Fault {}

        /// Answered in pieces of so many bytes, with a pause after each.
        record Trickle(int bytes, Duration pause) implements Fault {}

        /// Answered in part: after so many bytes of the body nothing comes any more, and the
        /// connection stays.
        record Stall(int bytes) implements Fault {}

        /// Told before and after it is done, and not answered where a listener says so.
        record Observed(BooleanSupplier before, BooleanSupplier after) implements Fault {}
    }

    private record Guard(Predicate<ApiRequest> match, String authorization) {
        static final Guard NONE = new Guard(_ -> false, "");
    }

    private record Order(Predicate<ApiRequest> match, Fault fault, AtomicInteger left) {}

    /// Requests with one of these verbs, to a path that contains the text.
    public static Predicate<ApiRequest> requests(String pathPart, String... verbs) {
        var all = List.of(verbs);
        return request ->
                request.path().contains(pathPart)
                        && (all.isEmpty() || all.contains(request.verb()));
    }

    /// Delays the next requests that match. A delayed request is done after the delay.
    public void delay(int times, Predicate<ApiRequest> match, Duration time) {
        orders.add(new Order(match, new Fault.Delay(time), new AtomicInteger(times)));
    }

    /// Fails the next requests that match, with a Status of that code, such as 410, 429, 500, 503.
    public void fail(int times, Predicate<ApiRequest> match, int code) {
        orders.add(new Order(match, new Fault.Failure(code, null), new AtomicInteger(times)));
    }

    /// The same with the header `Retry-After`.
    public void fail(int times, Predicate<ApiRequest> match, int code, Duration retryAfter) {
        var fault = new Fault.Failure(code, retryAfter);
        orders.add(new Order(match, fault, new AtomicInteger(times)));
    }

    /// Answers the next requests that match with something else instead of doing them.
    public void reply(
            int times, Predicate<ApiRequest> match, int code, String contentType, String body) {
        var fault = new Fault.Reply(code, contentType, body);
        orders.add(new Order(match, fault, new AtomicInteger(times)));
    }

    /// Does the next requests that match, and ends the connection after a part of the answer.
    ///
    /// @param bytes of the body that are sent, at least 1
    public void truncate(int times, Predicate<ApiRequest> match, int bytes) {
        orders.add(new Order(match, new Fault.Truncate(bytes), new AtomicInteger(times)));
    }

    /// Does the next requests that match, and answers in small pieces.
    ///
    /// @param bytes of a piece, at least 1
    /// @param pause after each
    public void trickle(int times, Predicate<ApiRequest> match, int bytes, Duration pause) {
        orders.add(new Order(match, new Fault.Trickle(bytes, pause), new AtomicInteger(times)));
    }

    /// Does the next requests that match, and falls silent after a part of the answer: the
    /// connection stays half open, as where a firewall forgot it.
    ///
    /// @param bytes of the body that are sent, at least 1
    public void stall(int times, Predicate<ApiRequest> match, int bytes) {
        orders.add(new Order(match, new Fault.Stall(bytes), new AtomicInteger(times)));
    }

    /// Answers 401 from now on to requests that match and come without this token, as after a
    /// rotation. Streams that run go on, as those of a real server do.
    public void requireToken(Predicate<ApiRequest> match, String token) {
        guard = new Guard(match, "Bearer " + token);
    }

    /// Ends the connection of the next requests that match instead of doing them.
    public void cut(int times, Predicate<ApiRequest> match) {
        orders.add(new Order(match, new Fault.Cut(), new AtomicInteger(times)));
    }

    /// Does the next requests that match, then ends the connection instead of answering: the client
    /// cannot know whether they were done.
    public void cutAnswers(int times, Predicate<ApiRequest> match) {
        orders.add(new Order(match, new Fault.CutAfter(), new AtomicInteger(times)));
    }

    /// Asks before each request that matches is done, and again before it is answered; the
    /// connection ends where the answer is true.
    public void observe(
            Predicate<ApiRequest> match, BooleanSupplier before, BooleanSupplier after) {
        var fault = new Fault.Observed(before, after);
        orders.add(new Order(match, fault, new AtomicInteger(Integer.MAX_VALUE)));
    }

    /// Takes back all orders that are left, and lets everybody in.
    public void clear() {
        guard = Guard.NONE;
        orders.clear();
    }

    /// Ends all connections, watches without the last chunk. New ones are accepted.
    public void dropConnections() {
        dropConnections.run();
    }

    /// Forgets history and unfinished lists: resuming from any resourceVersion until now, and going
    /// on with any page, is 410. Running watches go on.
    public void expireHistory() {
        expireHistory.run();
    }

    boolean admits(ApiRequest request, String authorization) {
        var asked = guard;
        return asked.authorization().equals(authorization) || !asked.match().test(request);
    }

    Optional<Fault> next(ApiRequest request) {
        for (var order : orders) {
            if (order.match().test(request) && order.left().getAndDecrement() > 0) {
                return Optional.of(order.fault());
            }
        }
        orders.removeIf(order -> order.left().get() <= 0);
        return Optional.empty();
    }
}
