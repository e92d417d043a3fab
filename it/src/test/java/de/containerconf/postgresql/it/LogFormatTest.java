package de.containerconf.postgresql.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import de.containerconf.postgresql.testkit.ApiServerExtension;
import de.containerconf.postgresql.testkit.KubernetesApi;
import de.containerconf.postgresql.testkit.PostgresExtension;
import de.containerconf.postgresql.testkit.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Logs for programs.
@ExtendWith({ApiServerExtension.class, PostgresExtension.class})
class LogFormatTest {

    /// From the first line on, whoever writes it.
    @Test
    void everyLineIsAnObjectWithTimeLevelAndMessage(KubernetesApi api, PostgresServer postgres) {
        try (var product =
                Product.start(api, postgres, postgres.superuser(), "--log-format=json")) {
            product.awaitKind();
            product.apply("example", "example_db", "containerconf");
            product.awaitReady("example");

            assertThat(product.operator().log())
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        var entry = JsonParser.parseString(line).getAsJsonObject();
                        assertThat(entry.keySet())
                                .contains("timestamp", "level", "formattedMessage");
                    });
            product.awaitLog("created database 'example_db'");
        }
    }
}
