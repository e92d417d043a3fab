package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.containerconf.postgresql.api.transport.TransportProvider;
import de.containerconf.postgresql.testkit.EveryApiServer;
import de.containerconf.postgresql.transport.watch.WatchTransportProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@EveryApiServer
class WatchTransportTest extends TransportOnApiServer {

    @Override
    TransportProvider provider() {
        return new WatchTransportProvider();
    }

    @Test
    void atRestNothingIsAsked() {
        configs.withKind();
        configs.create("a");
        run();
        await().until(() -> owner("a").equals("o"));
        configs.setOwner("a", "p");
        await().until(() -> owner("a").equals("p"));
        var requests = requests();

        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

        assertThat(requests()).isEqualTo(requests);
        assertThat(lists()).isEqualTo(1);
    }

    /// Resumed from the last version: no list.
    @Test
    void aLostConnectionCostsNoList() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        run();
        await().until(() -> world.lists() == 1);
        configs.create("a");
        await().until(() -> owner("a").equals("o"));

        api.inProcess().orElseThrow().faults().dropConnections();
        configs.create("b");

        await().until(() -> owner("b").equals("o"));
        assertThat(lists()).isEqualTo(1);
        assertThat(meters.counter("operator.transport.watch.restarts").count()).isPositive();
    }

    @Test
    void aForgottenVersionCostsOneList() {
        assumeTrue(api.inProcess().isPresent(), "needs a server that takes orders");
        configs.withKind();
        run();
        await().until(() -> world.lists() == 1);

        configs.create("a");
        await().until(() -> owner("a").equals("o"));
        api.inProcess().orElseThrow().faults().expireHistory();
        api.inProcess().orElseThrow().faults().dropConnections();
        configs.create("b");

        await().until(() -> owner("b").equals("o"));
        assertThat(lists()).isEqualTo(2);
        assertThat(failures("expired")).isEqualTo(1);
    }

    /// Each change of the definition ends all watches, and no version from before it can be
    /// resumed.
    @Test
    void aChangedDefinitionIsSurvived() {
        configs.withKind();
        configs.create("a");
        run();
        await().until(() -> owner("a").equals("o"));

        api.apply(Crd.manifest().replace("name: Message", "name: Words"));
        configs.setOwner("a", "p");
        await().until(() -> owner("a").equals("p"));
        configs.create("b");
        await().until(() -> owner("b").equals("o"));
        assertThat(world.smallest()).isEqualTo(1);
        api.apply(Crd.manifest());
    }

    private double requests() {
        return meters.get("operator.api.requests").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
