package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.transport.poll.PollTransportProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@EveryApiServer
class PollTransportTest extends TransportOnApiServer {

    @Override
    TransportProvider provider() {
        return new PollTransportProvider();
    }

    @Test
    void itListsOnceAnInterval() {
        configs.withKind();
        run();
        await().until(() -> world.lists() > 0);
        var before = lists();

        await().pollDelay(INTERVAL.multipliedBy(10)).until(() -> true);

        assertThat(lists() - before).isBetween(5.0, 12.0);
        assertThat(meters.get("operator.api.requests").tag("verb", "watch").counter().count())
                .isZero();
    }

    @Test
    void aSlowServerIsNotAskedTwiceAtOnce() {
        configs.withKind();
        api.inProcess()
                .ifPresent(server ->
                        server.faults()
                                .delay(
                                        3,
                                        request -> request.verb().equals("list"),
                                        Duration.ofSeconds(1)));
        run();

        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        api.inProcess().ifPresent(_ -> assertThat(lists()).isLessThanOrEqualTo(3));
    }
}
