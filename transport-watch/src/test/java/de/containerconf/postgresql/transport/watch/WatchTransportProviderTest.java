package de.containerconf.postgresql.transport.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.containerconf.postgresql.api.transport.TransportSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchTransportProviderTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WatchTransportProvider provider = new WatchTransportProvider();

    @Test
    void metersExistFromTheStart() {
        var _ = provider.open(new TransportSettings(Duration.ofSeconds(10), Map.of()), meters);

        assertThat(meters.get("operator.transport.lists").counter().count()).isZero();
        assertThat(meters.get("operator.transport.watch.restarts").counter().count()).isZero();
        assertThat(meters.get("operator.transport.failures").counters()).hasSize(5);
    }

    @Test
    void anOptionIsRefusedByName() {
        var settings = new TransportSettings(Duration.ofSeconds(10), Map.of("speed", "1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(settings, meters))
                .withMessage("the transport 'watch' has no options, so not speed");
    }
}
