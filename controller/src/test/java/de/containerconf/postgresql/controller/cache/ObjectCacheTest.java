package de.containerconf.postgresql.controller.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.containerconf.postgresql.api.Condition;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.controller.fixture.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {

    private final List<String> woken = new ArrayList<>();
    private final ObjectCache cache = new ObjectCache((key, cause) -> woken.add(key + " " + cause));
    private final List<String> lists = new ArrayList<>();
    private final Scope scope = new Scope(cache, null, () -> lists.add("listed"));

    @Test
    void anObjectThatAppearsIsLookedAt() {
        scope.upsert(object("n/a", "u-1", "10"));
        assertThat(woken()).containsExactly("n/a CHANGED");
        assertThat(cache.get(key("n/a"))).contains(object("n/a", "u-1", "10"));
    }

    @Test
    void anObjectThatWasWellBeforeARestartIsLeftToTheResync() {
        scope.replace(List.of(ready("n/a", "u-1", "10")));
        scope.upsert(ready("n/b", "u-2", "11"));
        assertThat(woken()).isEmpty();
    }

    @Test
    void anObjectThatWasNotWellBeforeARestartIsLookedAt() {
        scope.replace(
                List.of(
                        ready("n/unheld", "u-1", "10", List.of()),
                        with(ready("n/changed", "u-2", "10"), 8, null),
                        with(ready("n/deleted", "u-3", "10"), 7, ManualClock.BEGIN)));
        assertThat(woken())
                .containsExactlyInAnyOrder(
                        "n/unheld CHANGED", "n/changed CHANGED", "n/deleted CHANGED");
    }

    @Test
    void aVersionThatIsKnownWakesNobody() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        scope.upsert(object("n/a", "u-1", "10"));
        scope.replace(List.of(object("n/a", "u-1", "10")));
        assertThat(woken()).isEmpty();
    }

    @Test
    void theEchoOfAnOwnWriteWakesNobody() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        cache.learn(object("n/a", "u-1", "11"));
        scope.upsert(object("n/a", "u-1", "11"));
        scope.replace(List.of(object("n/a", "u-1", "11")));
        assertThat(woken()).isEmpty();
    }

    @Test
    void theEchoThatIsFasterThanTheAnswerWakesNobody() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        var stored =
                cache.write(
                        object("n/a", "u-1", "10"),
                        _ -> {
                            scope.upsert(object("n/a", "u-1", "11"));
                            return object("n/a", "u-1", "11");
                        });
        assertThat(stored).isEqualTo(object("n/a", "u-1", "11"));
        assertThat(version("n/a")).isEqualTo("11");
        assertThat(woken()).isEmpty();
    }

    @Test
    void anEditRightAfterAnOwnWriteIsLookedAtThoughTheAnswerComesLate() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        cache.write(
                object("n/a", "u-1", "10"),
                _ -> {
                    scope.upsert(object("n/a", "u-1", "11"));
                    scope.upsert(object("n/a", "u-1", "12"));
                    return object("n/a", "u-1", "11");
                });
        assertThat(version("n/a")).isEqualTo("12");
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void anEditThatRefusesAnOwnWriteIsLookedAt() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        var refused = new IllegalStateException("changed meanwhile");
        assertThatThrownBy(() ->
                        cache.write(
                                object("n/a", "u-1", "10"),
                                _ -> {
                                    scope.upsert(object("n/a", "u-1", "11"));
                                    throw refused;
                                }))
                .isSameAs(refused);
        assertThat(woken()).containsExactly("n/a CHANGED");
        woken.clear();
        scope.upsert(object("n/a", "u-1", "12"));
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void anObjectThatIsReplacedDuringAnOwnWriteIsLookedAt() {
        scope.upsert(object("n/a", "u-1", "10"));
        cache.write(
                object("n/a", "u-1", "10"),
                _ -> {
                    scope.upsert(object("n/a", "u-1", "11"));
                    scope.remove(key("n/a"), "u-1");
                    woken.clear();
                    scope.upsert(object("n/a", "u-2", "13"));
                    return object("n/a", "u-1", "11");
                });
        assertThat(cache.get(key("n/a")).orElseThrow().uid()).isEqualTo("u-2");
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void anEventFromBeforeAnOwnWriteChangesNothing() {
        scope.upsert(object("n/a", "u-1", "10"));
        cache.learn(object("n/a", "u-1", "12"));
        woken.clear();
        scope.upsert(object("n/a", "u-1", "11"));
        assertThat(woken()).isEmpty();
        assertThat(version("n/a")).isEqualTo("12");
    }

    @Test
    void aLateAnswerDoesNotUndoAnEditThatTheTransportBroughtBefore() {
        scope.upsert(object("n/a", "u-1", "10"));
        scope.upsert(object("n/a", "u-1", "12"));
        cache.learn(object("n/a", "u-1", "11"));
        assertThat(version("n/a")).isEqualTo("12");
    }

    @Test
    void aLateAnswerDoesNotBringBackAnObjectThatIsGone() {
        scope.upsert(object("n/a", "u-1", "10"));
        scope.remove(key("n/a"), "u-1");
        cache.learn(object("n/a", "u-1", "11"));
        assertThat(cache.get(key("n/a"))).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotReplaceTheNextObjectOfThatName() {
        scope.upsert(object("n/a", "u-1", "10"));
        scope.remove(key("n/a"), "u-1");
        scope.upsert(object("n/a", "u-2", "13"));
        cache.learn(object("n/a", "u-1", "11"));
        scope.upsert(object("n/a", "u-1", "12"));
        cache.forget(key("n/a"), "u-1");
        assertThat(version("n/a")).isEqualTo("13");
    }

    @Test
    void aReadBringsTheNextObjectOfThatName() {
        scope.upsert(object("n/a", "u-1", "10"));
        cache.learn(object("n/a", "u-2", "13"));
        assertThat(cache.get(key("n/a")).orElseThrow().uid()).isEqualTo("u-2");
    }

    @Test
    void aListFromBeforeAnOwnWriteDoesNotUndoIt() {
        scope.upsert(object("n/a", "u-1", "10"));
        cache.learn(object("n/a", "u-1", "11"));
        woken.clear();
        scope.replace(List.of(object("n/a", "u-1", "10")));
        assertThat(version("n/a")).isEqualTo("11");
        assertThat(woken()).isEmpty();
    }

    @Test
    void aRestoredClusterCountsThoughItsVersionsWentBack() {
        scope.upsert(object("n/a", "u-1", "900"));
        scope.replace(List.of(object("n/a", "u-1", "10")));
        assertThat(version("n/a")).isEqualTo("10");
        cache.learn(object("n/a", "u-1", "901"));
        scope.replace(List.of(object("n/a", "u-1", "11")));
        scope.replace(List.of(object("n/a", "u-1", "11")));
        assertThat(version("n/a")).isEqualTo("11");
    }

    @Test
    void versionsThatAreNoNumbersAreComparedForEquality() {
        scope.upsert(object("n/a", "u-1", "x"));
        woken.clear();
        scope.upsert(object("n/a", "u-1", "x"));
        assertThat(woken()).isEmpty();
        scope.upsert(object("n/a", "u-1", "a"));
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void whatIsMissingInAListIsGone() {
        var other = names(ready("n/b", "u-2", "11"), "other");
        scope.replace(List.of(ready("n/a", "u-1", "10"), other));
        scope.replace(List.of(other));
        assertThat(cache.all()).extracting(each -> each.key().name()).containsExactly("b");
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void aListOfANamespaceSaysNothingAboutOthers() {
        scope.replace(List.of(ready("n/a", "u-1", "10"), ready("m/a", "u-2", "11")));
        new Scope(cache, "n", () -> {}).replace(List.of());
        assertThat(cache.all()).extracting(PostgreSQLConfig::uid).containsExactly("u-2");
    }

    @Test
    void aListWithAnotherUidReplacesTheObject() {
        scope.replace(List.of(ready("n/a", "u-1", "10")));
        scope.replace(List.of(ready("n/a", "u-2", "12")));
        assertThat(cache.get(key("n/a")).orElseThrow().uid()).isEqualTo("u-2");
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void theFirstListIsTold() {
        assertThat(scope.listed()).isFalse();
        scope.replace(List.of());
        scope.replace(List.of());
        assertThat(scope.listed()).isTrue();
        assertThat(lists).containsExactly("listed");
    }

    @Test
    void rivalsAreTheOthersThatNameTheSameDatabase() {
        scope.replace(
                List.of(
                        ready("n/a", "u-1", "1"),
                        ready("n/b", "u-2", "2"),
                        with(ready("n/c", "u-3", "3"), 7, ManualClock.BEGIN),
                        names(ready("n/d", "u-4", "4"), "other"),
                        names(ready("n/e", "u-5", "5"), null)));
        assertThat(rivals("n/a")).containsExactlyInAnyOrder("n/b", "n/c");
        assertThat(rivals("n/c")).containsExactlyInAnyOrder("n/a", "n/b");
        assertThat(rivals("n/d")).isEmpty();
        assertThat(rivals("n/e")).isEmpty();
    }

    @Test
    void theNeighboursOfAnObjectThatGoesAreWoken() {
        threeNeighbours();
        scope.remove(key("n/a"), "u-1");
        assertThat(woken()).containsExactlyInAnyOrder("n/a CHANGED", "n/b WOKEN", "n/c WOKEN");
        assertThat(rivals("n/b")).containsExactly("n/c");
    }

    @Test
    void theNeighboursOfAnObjectThatIsBeingDeletedAreWokenOnce() {
        threeNeighbours();
        scope.upsert(with(ready("n/a", "u-1", "11"), 8, ManualClock.BEGIN));
        assertThat(woken()).containsExactlyInAnyOrder("n/a CHANGED", "n/b WOKEN", "n/c WOKEN");
        woken.clear();
        scope.upsert(with(ready("n/a", "u-1", "12"), 8, ManualClock.BEGIN));
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void theNeighboursOfAnObjectThatWasReplacedAreWoken() {
        threeNeighbours();
        scope.upsert(names(ready("n/a", "u-9", "20"), "elsewhere"));
        assertThat(woken()).containsExactlyInAnyOrder("n/a CHANGED", "n/b WOKEN", "n/c WOKEN");
    }

    @Test
    void theNeighboursOfAnObjectThatTakesAnotherNameAreWoken() {
        threeNeighbours();
        scope.upsert(names(ready("n/a", "u-1", "20"), "elsewhere"));
        assertThat(woken()).containsExactlyInAnyOrder("n/a CHANGED", "n/b WOKEN", "n/c WOKEN");
        assertThat(rivals("n/b")).containsExactly("n/c");
    }

    @Test
    void anOrdinaryChangeConcernsNoNeighbour() {
        threeNeighbours();
        scope.upsert(ready("n/a", "u-1", "20"));
        assertThat(woken()).containsExactly("n/a CHANGED");
    }

    @Test
    void forgettingTheWrongUidForgetsNothing() {
        scope.upsert(object("n/a", "u-1", "10"));
        woken.clear();
        scope.remove(key("n/a"), "u-0");
        scope.remove(key("n/b"), "u-1");
        assertThat(cache.all()).hasSize(1);
        assertThat(woken()).isEmpty();
    }

    private void threeNeighbours() {
        scope.replace(
                List.of(
                        ready("n/a", "u-1", "1"),
                        ready("n/b", "u-2", "2"),
                        ready("n/c", "u-3", "3")));
        woken.clear();
    }

    private List<String> woken() {
        return woken;
    }

    private List<String> rivals(String key) {
        return cache.rivals(cache.get(key(key)).orElseThrow()).stream()
                .map(each -> each.key().toString())
                .toList();
    }

    private String version(String key) {
        return cache.get(key(key)).orElseThrow().resourceVersion();
    }

    private static ObjectKey key(String text) {
        return ObjectKey.parse(text);
    }

    /// One that nobody has looked at.
    private static PostgreSQLConfig object(String key, String uid, String version) {
        return new PostgreSQLConfig(
                key(key),
                uid,
                version,
                7,
                ManualClock.BEGIN,
                null,
                List.of(),
                Map.of(),
                new PostgreSQLConfig.Spec("shop", "team", null),
                PostgreSQLConfig.Status.NONE,
                List.of());
    }

    private static PostgreSQLConfig ready(String key, String uid, String version) {
        return ready(key, uid, version, List.of(PostgreSQLConfig.FINALIZER));
    }

    private static PostgreSQLConfig ready(
            String key, String uid, String version, List<String> finalizers) {
        var ready = new Condition("Ready", "True", 7L, ManualClock.BEGIN, "Reconciled", "");
        return new PostgreSQLConfig(
                key(key),
                uid,
                version,
                7,
                ManualClock.BEGIN,
                null,
                finalizers,
                Map.of(),
                new PostgreSQLConfig.Spec("shop", "team", null),
                new PostgreSQLConfig.Status(7, List.of(ready), "shop", "team", "created", null),
                List.of());
    }

    private static PostgreSQLConfig with(
            PostgreSQLConfig from, long generation, @Nullable Instant deletionTimestamp) {
        return new PostgreSQLConfig(
                from.key(),
                from.uid(),
                from.resourceVersion(),
                generation,
                from.creationTimestamp(),
                deletionTimestamp,
                from.finalizers(),
                from.annotations(),
                from.spec(),
                from.status(),
                from.unreadable());
    }

    private static PostgreSQLConfig names(PostgreSQLConfig from, @Nullable String database) {
        return new PostgreSQLConfig(
                from.key(),
                from.uid(),
                from.resourceVersion(),
                from.generation(),
                from.creationTimestamp(),
                from.deletionTimestamp(),
                from.finalizers(),
                from.annotations(),
                new PostgreSQLConfig.Spec(database, "team", null),
                from.status(),
                from.unreadable());
    }
}
