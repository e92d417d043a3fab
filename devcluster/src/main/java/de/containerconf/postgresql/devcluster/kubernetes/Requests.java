package de.containerconf.postgresql.devcluster.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// Counts the requests to resources, for tests that assert what something costs. Thread-safe. A
/// watch counts when it begins.
public final class Requests {

    private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

    /// What is counted separately.
    ///
    /// @param verb as in [ApiRequest]
    /// @param resource such as `postgresqlconfigs` or `postgresqlconfigs/status`
    /// @param code of the answer; 0 if the connection was cut instead
    public record Kind(String verb, String resource, int code) implements Comparable<Kind> {

        /// Whether it changes something, or tries to.
        public boolean write() {
            return switch (verb) {
                case "get", "list", "watch" -> false;
                default -> true;
            };
        }

        @Override
        public int compareTo(Kind other) {
            return toString().compareTo(other.toString());
        }
    }

    Requests() {}

    void count(ApiRequest request, int code) {
        if (request.resource().isEmpty()) {
            return;
        }
        var resource =
                request.subresource().isEmpty()
                        ? request.resource()
                        : request.resource() + "/" + request.subresource();
        counts.computeIfAbsent(new Kind(request.verb(), resource, code), _ -> new LongAdder())
                .increment();
    }

    /// How many requests of these kinds came since the start or the last [#reset].
    public long count(Predicate<Kind> kinds) {
        return counts.entrySet().stream()
                .filter(each -> kinds.test(each.getKey()))
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    /// How many requests with that verb came to that resource.
    public long count(String verb, String resource) {
        return count(kind -> kind.verb().equals(verb) && kind.resource().equals(resource));
    }

    /// How many writes came to anything.
    public long writes() {
        return count(Kind::write);
    }

    /// All counts.
    public Map<Kind, Long> all() {
        var all = new TreeMap<Kind, Long>();
        counts.forEach((kind, count) -> all.put(kind, count.sum()));
        return all;
    }

    /// Begins anew.
    public void reset() {
        counts.clear();
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
