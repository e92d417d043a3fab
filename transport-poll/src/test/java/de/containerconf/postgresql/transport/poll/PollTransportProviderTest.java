package de.containerconf.postgresql.transport.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.containerconf.postgresql.api.transport.TransportSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollTransportProviderTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PollTransportProvider provider = new PollTransportProvider();

    @Test
    void metersExistFromTheStart() {
        var _ = provider.open(new TransportSettings(Duration.ofSeconds(10), Map.of()), meters);

        assertThat(meters.get("operator.transport.lists").counter().count()).isZero();
        assertThat(meters.get("operator.transport.failures").counters()).hasSize(5);
    }

    @Test
    void anOptionIsRefusedByName() {
        var settings = new TransportSettings(Duration.ofSeconds(10), Map.of("speed", "1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(settings, meters))
                .withMessage("the transport 'poll' has no options, so not speed");
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        var settings = new TransportSettings(Duration.ZERO, Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(settings, meters))
                .withMessage("poll-interval must be more than 0");
    }
}
