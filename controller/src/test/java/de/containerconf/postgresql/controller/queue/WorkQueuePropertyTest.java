package de.containerconf.postgresql.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// The queue against a model that has no lanes, timers or locks: which keys are due, which wait.
class WorkQueuePropertyTest {

    private static final int KEYS = 4;

    @Property(tries = 1_000)
    void theQueueDoesWhatTheModelSays(@ForAll("actions") List<Action> actions)
            throws InterruptedException {
        var model = new Model();
        for (var action : actions) {
            model.apply(action);
            assertThat(model.queue.depth()).isEqualTo(model.due().size());
            assertThat(model.queue.active()).isEqualTo(model.active.size());
            assertThat(model.queue.size()).isLessThanOrEqualTo(KEYS).isEqualTo(model.known());
        }
        model.drain();
        assertThat(model.queue.size()).isZero();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        var keys = Arbitraries.integers().between(0, KEYS - 1);
        var millis = Arbitraries.of(0, 1, 50, 100, 1_000, 600_000);
        Arbitrary<Action> add =
                keys.flatMap(key -> Arbitraries.of(Cause.class).map(c -> new Action.Add(key, c)));
        Arbitrary<Action> addAfter =
                keys.flatMap(key -> millis.map(time -> new Action.AddAfter(key, time)));
        Arbitrary<Action> done =
                Arbitraries.integers()
                        .between(0, KEYS)
                        .flatMap(index -> nexts(millis).map(next -> new Action.Done(index, next)));
        Arbitrary<Action> advance = millis.map(Action.Advance::new);
        return Arbitraries.oneOf(
                        add,
                        add,
                        addAfter,
                        Arbitraries.just(new Action.Take()),
                        Arbitraries.just(new Action.Take()),
                        done,
                        done,
                        advance,
                        Arbitraries.just(new Action.WakeAll()))
                .list()
                .ofMaxSize(60);
    }

    private static Arbitrary<Next.Wait> nexts(Arbitrary<Integer> millis) {
        return Arbitraries.oneOf(
                Arbitraries.just(new Next.Settled()),
                millis.map(time -> new Next.After(Duration.ofMillis(time))),
                Arbitraries.just(new Next.BackOff(Duration.ofSeconds(1))));
    }

    sealed interface Action {
        record Add(int key, Cause cause) implements Action {}

        record AddAfter(int key, int millis) implements Action {}

        record Take() implements Action {}

        record Done(int index, Next.Wait next) implements Action {}

        record Advance(int millis) implements Action {}

        record WakeAll() implements Action {}
    }

    private static final class Model {
        final ManualClock clock = new ManualClock();
        final WorkQueue<Integer> queue = new WorkQueue<>(clock, () -> 0L);
        final Set<Integer> active = new HashSet<>();

        /// When a key is due, in milliseconds; at once if that is over.
        private final TreeMap<Integer, Long> waiting = new TreeMap<>();

        private final Set<Integer> urgent = new HashSet<>();
        private final TreeMap<Integer, Cause> again = new TreeMap<>();
        private final TreeMap<Integer, Integer> failures = new TreeMap<>();
        private long now;

        Set<Integer> due() {
            var due = new HashSet<Integer>();
            waiting.forEach((key, time) -> {
                if (time <= now) {
                    due.add(key);
                }
            });
            return due;
        }

        int known() {
            return waiting.size() + active.size();
        }

        void apply(Action action) throws InterruptedException {
            switch (action) {
                case Action.Add(var key, var cause) -> {
                    queue.add(key, cause);
                    add(key, cause);
                }
                case Action.AddAfter(var key, var millis) -> {
                    queue.addAfter(key, Duration.ofMillis(millis));
                    if (!active.contains(key)) {
                        waiting.putIfAbsent(key, now + millis);
                    }
                }
                case Action.Take() -> take();
                case Action.Done(var index, var next) -> {
                    if (index < active.size()) {
                        done(new ArrayList<>(active).get(index), next);
                    }
                }
                case Action.Advance(var millis) -> {
                    clock.advance(Duration.ofMillis(millis));
                    now += millis;
                }
                case Action.WakeAll() -> {
                    queue.wakeAll();
                    waiting.replaceAll((key, time) -> Math.min(time, now));
                    active.forEach(key -> again.merge(key, Cause.WOKEN, Model::strongest));
                }
            }
        }

        private void add(int key, Cause cause) {
            if (active.contains(key)) {
                again.merge(key, cause, Model::strongest);
            } else if (cause != Cause.RESYNC || !waiting.containsKey(key)) {
                waiting.merge(key, now, Math::min);
                if (cause == Cause.CHANGED) {
                    urgent.add(key);
                }
            }
        }

        private @Nullable Integer take() throws InterruptedException {
            var due = due();
            if (due.isEmpty()) {
                return null;
            }
            var key = queue.take();
            assertThat(due).contains(key);
            assertThat(active).doesNotContain(key);
            if (due.stream().anyMatch(urgent::contains)) {
                assertThat(urgent).contains(key);
            }
            waiting.remove(key);
            urgent.remove(key);
            active.add(key);
            return key;
        }

        private void done(int key, Next.Wait next) {
            queue.done(key, next);
            active.remove(key);
            failures.merge(key, 1, Integer::sum);
            if (!(next instanceof Next.BackOff)) {
                failures.remove(key);
            }
            var cause = again.remove(key);
            if (cause != null && (cause != Cause.RESYNC || next instanceof Next.Settled)) {
                add(key, cause);
                return;
            }
            switch (next) {
                case Next.Settled() -> {}
                case Next.After(var delay) -> waiting.put(key, now + delay.toMillis());
                case Next.BackOff(var max) ->
                        waiting.put(
                                key,
                                now
                                        + Math.min(
                                                max.toMillis(),
                                                100L
                                                        << Math.min(
                                                                failures.getOrDefault(key, 1) - 1,
                                                                20)));
            }
        }

        /// Settles everything.
        void drain() throws InterruptedException {
            while (known() > 0) {
                for (var key : List.copyOf(active)) {
                    done(key, new Next.Settled());
                }
                apply(new Action.WakeAll());
                while (take() != null) {}
            }
        }

        private static Cause strongest(Cause some, Cause other) {
            return some.compareTo(other) < 0 ? some : other;
        }
    }
}
