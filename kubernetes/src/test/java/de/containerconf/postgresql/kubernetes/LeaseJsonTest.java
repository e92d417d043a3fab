package de.containerconf.postgresql.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.stream.JsonReader;
import de.containerconf.postgresql.controller.port.Lease;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseJsonTest {

    @Test
    void whatIsUnknownOrOfAnotherTypeCountsAsAbsent() throws IOException {
        var lease =
                read(
                        """
                        {"kind": "Lease", "metadata": {"resourceVersion": "7", "managedFields": []},
                         "spec": {"holderIdentity": "a", "leaseDurationSeconds": "15", "leaseTransitions": [],
                                  "renewTime": "soon", "acquireTime": 12, "strategy": "Oldest"}, "new": {}}
                        """);

        assertThat(lease).isEqualTo(new Lease("7", "a", Duration.ZERO, null, null, 0));
    }

    @Test
    void numbersThatNobodyWritesDoNoHarm() throws IOException {
        assertThat(
                        read("{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"leaseDurationSeconds\":1e300}}")
                                .duration())
                .isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
        assertThat(
                        read("{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"leaseDurationSeconds\":-5}}")
                                .duration())
                .isZero();
    }

    @Test
    void whatIsNoStoredObjectIsAnError() {
        for (var text : new String[] {"{}", "[]", "\"a\"", "{\"metadata\":{}}", "null"}) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(text));
        }
    }

    @Test
    void timesAreWrittenWithSixDigits() {
        var patch =
                new String(
                        LeaseJson.patch(
                                Lease.first(
                                        "a",
                                        Duration.ofSeconds(15),
                                        Instant.parse("2026-01-02T03:04:05.123456789Z"))),
                        StandardCharsets.UTF_8);

        assertThat(patch).contains("\"renewTime\":\"2026-01-02T03:04:05.123456Z\"");
    }

    @Test
    void eventsThatAreNotAboutALeaseArePassedOver() throws IOException {
        assertThat(event("{\"type\":\"BOOKMARK\",\"object\":{}}")).isFalse();
        assertThat(event("{\"type\":\"DELETED\",\"object\":{}}")).isFalse();
        assertThatExceptionOfType(AnswerException.class)
                .isThrownBy(() ->
                        event(
                                "{\"type\":\"ERROR\",\"object\":{\"code\":410,\"message\":\"old\"}}"));
    }

    private static boolean event(String text) throws IOException {
        return LeaseJson.readEvent(json(text)).isPresent();
    }

    private static Lease read(String text) throws IOException {
        return LeaseJson.read(json(text));
    }

    private static LenientJson json(String text) {
        return new LenientJson(new JsonReader(new StringReader(text)));
    }
}
