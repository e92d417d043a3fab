package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.controller.port.Event;
import de.containerconf.postgresql.kubernetes.EventSeries.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSeriesTest {

    private static final Moment NOW =
            new Moment(Instant.parse("2026-01-02T03:04:05.678Z"), Duration.ofNanos(-7));

    private final EventSeries series = new EventSeries();

    @Test
    void theSameAgainIsCountedInTheEventThatIsThere() {
        var name = created(series.decide(event("a", "x"), NOW));

        assertThat(series.decide(event("a", "x"), NOW.plus(EventSeries.PAUSE)))
                .isEqualTo(new Decision.Count(name, 2));
        assertThat(series.decide(event("a", "x"), NOW.plus(EventSeries.PAUSE.multipliedBy(2))))
                .isEqualTo(new Decision.Count(name, 3));
    }

    @Test
    void whatComesSoonIsCountedAndToldLater() {
        var name = created(series.decide(event("a", "x"), NOW));

        for (var i = 0; i < 100; i++) {
            assertThat(series.decide(event("a", "x"), NOW.plus(Duration.ofMillis(i))))
                    .isEqualTo(new Decision.Skip());
        }
        assertThat(series.decide(event("a", "x"), NOW.plus(EventSeries.PAUSE)))
                .isEqualTo(new Decision.Count(name, 102));
    }

    @Test
    void afterALongSilenceItIsANewEvent() {
        var first = created(series.decide(event("a", "x"), NOW));
        var later = NOW.plus(EventSeries.FORGOTTEN).plus(Duration.ofMillis(1));

        assertThat(created(series.decide(event("a", "x"), later))).isNotEqualTo(first);
    }

    @Test
    void otherWordsOrAnotherObjectAreAnotherEvent() {
        var names = new HashSet<String>();
        names.add(created(series.decide(event("a", "x"), NOW)));
        names.add(created(series.decide(event("a", "y"), NOW)));
        names.add(created(series.decide(event("b", "x"), NOW)));

        assertThat(names).hasSize(3);
    }

    @Test
    void anObjectThatKeepsTellingSomethingElseIsCutShort() {
        for (var i = 0; i < EventSeries.BURST; i++) {
            assertThat(series.decide(event("a", "x" + i), NOW)).isInstanceOf(Decision.Create.class);
        }

        assertThat(series.decide(event("a", "more"), NOW)).isEqualTo(new Decision.TooMany());
        assertThat(series.decide(event("b", "more"), NOW)).isInstanceOf(Decision.Create.class);
        var later = NOW.plus(EventSeries.REFILL);
        assertThat(series.decide(event("a", "more"), later)).isInstanceOf(Decision.Create.class);
        assertThat(series.decide(event("a", "even more"), later)).isEqualTo(new Decision.TooMany());
    }

    @Test
    void whatIsToldOfADeletionHasRoomHoweverMuchWasTold() {
        for (var i = 0; i <= EventSeries.BURST; i++) {
            series.decide(event("a", "x" + i), NOW);
        }

        assertThat(series.decide(event("a", "Delete", "login 'shop-1' stays"), NOW))
                .isInstanceOf(Decision.Create.class);
    }

    /// Neither are events kept back for hours, nor is there suddenly room for many.
    @Test
    void aWallClockThatIsSetChangesNothing() {
        for (var hours : List.of(-5, 5)) {
            var tellsMuch = "a" + hours;
            var name = created(series.decide(event(tellsMuch, "x"), NOW));
            for (var i = 1; i < EventSeries.BURST; i++) {
                created(series.decide(event(tellsMuch, "x" + i), NOW));
            }

            var soon = jumped(NOW.plus(Duration.ofSeconds(1)), hours);
            assertThat(series.decide(event(tellsMuch, "x"), soon)).isEqualTo(new Decision.Skip());
            assertThat(series.decide(event(tellsMuch, "more"), soon))
                    .isEqualTo(new Decision.TooMany());

            var later = jumped(NOW.plus(EventSeries.REFILL), hours);
            assertThat(series.decide(event(tellsMuch, "x"), later))
                    .isEqualTo(new Decision.Count(name, 3));
            assertThat(created(series.decide(event(tellsMuch, "more"), later))).isNotEqualTo(name);
            assertThat(series.decide(event(tellsMuch, "even more"), later))
                    .isEqualTo(new Decision.TooMany());
        }
    }

    private static Moment jumped(Moment now, int hours) {
        return new Moment(now.wall().plus(Duration.ofHours(hours)), now.steady());
    }

    @Test
    void namesAreSubdomainsHoweverLongThatOfTheObjectIs() {
        var object = "a".repeat(235) + ".b" + "c".repeat(16);

        var name = created(series.decide(event(object, "x"), NOW));

        assertThat(name.length()).isLessThanOrEqualTo(253);
        assertThat(name).matches("a{235}\\.[0-9a-f]{16}");
        assertThat(created(series.decide(event("shop", "x"), NOW))).matches("shop\\.[0-9a-f]{16}");
    }

    @Test
    void timesHaveSixDigits() {
        assertThat(MicroTime.of(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(MicroTime.of(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("2026-01-02T03:04:05.123456Z");
        assertThat(MicroTime.of(Instant.EPOCH.plus(Duration.ofMillis(7))))
                .isEqualTo("1970-01-01T00:00:00.007000Z");
    }

    private static String created(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Create.class);
        return ((Decision.Create) decision).name();
    }

    private static Event event(String name, String note) {
        return event(name, "Act", note);
    }

    private static Event event(String name, String action, String note) {
        return new Event(
                new ObjectKey("default", name),
                "uid-" + name,
                Event.Severity.NORMAL,
                "Because",
                action,
                note);
    }
}
