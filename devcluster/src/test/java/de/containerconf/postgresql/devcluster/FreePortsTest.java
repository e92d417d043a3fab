package de.containerconf.postgresql.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void portsAreDifferentAndNoneIsOfOutgoingConnections() throws IOException {
        var ports = FreePorts.some(200);

        assertThat(ports).hasSize(200).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        for (var port : ports) {
            new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")).close();
        }
    }

    @Test
    void morePortsThanThereAreIsAnError() {
        assertThatThrownBy(() -> FreePorts.some(2_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("free ports");
    }
}
